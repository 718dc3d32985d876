"""Promises: all that version 1.0.0 described is there still, of the type that it had; what is not, is listed here.

`contract-1.0.0.yaml.gz` is the specification as it was at the end of the work on 1.0.0. An exception is a line of
CHANGELOG.md under 1.1.0 and says why; there will be no other kind within /v1.
"""

import copy
import gzip
import re
from pathlib import Path

import pytest
import yaml

from tests.specification.contract import broken_promises

EXCEPTIONS = {
    r".*\.(earliest|latest): \['string'\] became \['null', 'string'\]": "an open end was 9999-99-99, no date",
    r".*\.days: \['integer'\] became \['integer', 'null'\]": "a track whose end nobody knows had a length all the same",
    r".*\.progress\.low: \['integer'\] became \['integer', 'null'\]": "a sum of numbers that nobody knows was 0",
    r".*totals.*\.process: \['string'\] became \['null', 'string'\]": "some transfers have no process",
    r".*: no longer always there: \['evidence'\]": "view=standard has `source_ids` in its place",
    r".*\.(claims|statements|proposals|agreements|transfers|documents)\[\]: no longer always there: .*": (
        "view=standard has them in short, and `fields=claims.text` the named ones"
    ),
    r"/v1/\w+/{identifier} .*json\.(meta|links|data|facets|not_found): gone": "lists of several ids, described apart",
}


@pytest.fixture(scope="module")
def promise():
    packed = Path(__file__).with_name("contract-1.0.0.yaml.gz").read_bytes()
    return yaml.load(gzip.decompress(packed), yaml.CSafeLoader)


def test_nothing_that_was_promised_is_gone(promise, specification):
    broken = list(broken_promises(promise, specification))
    unexplained = [line for line in broken if not any(re.fullmatch(pattern, line) for pattern in EXCEPTIONS)]
    assert unexplained == []
    for pattern in EXCEPTIONS:
        assert any(re.fullmatch(pattern, line) for line in broken), f"{pattern} excepts nothing any more"


def drop_path(spec):
    del spec["paths"]["/v1/coverage"]


def drop_parameter(spec):
    spec["paths"]["/v1/claims"]["get"]["parameters"].pop()


def require_parameter(spec):
    spec["components"]["parameters"]["limit"]["required"] = True


def drop_status(spec):
    del spec["paths"]["/v1/claims/{identifier}"]["get"]["responses"]["410"]


def drop_format(spec):
    del spec["paths"]["/v1/claims"]["get"]["responses"]["200"]["content"]["text/csv"]


def drop_key(spec):
    del spec["components"]["schemas"]["Account"]["properties"]["says"]


def let_key_be_absent(spec):
    spec["components"]["schemas"]["Meta"]["required"].remove("total")


def let_part_of_a_part_be_absent(spec):
    spec["components"]["schemas"]["Account"]["required"].remove("says")


def retype_key(spec):
    spec["components"]["schemas"]["Meta"]["properties"]["total"]["type"] = "string"


def let_be_null(spec):
    spec["components"]["schemas"]["Account"]["properties"]["says"]["type"] = ["string", "null"]


def drop_value(spec):
    spec["components"]["schemas"]["EventKinds"]["items"]["enum"].remove("vote")


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (drop_path, "/v1/coverage: gone"),
        (drop_parameter, r"/v1/claims query \w+: gone"),
        (require_parameter, "/v1/claims query limit: required"),
        (drop_status, "/v1/claims/{identifier} 410: gone"),
        (drop_format, "/v1/claims 200 text/csv: gone"),
        (drop_key, r"/v1/events 200 application/json\.data\[\]\.claims\[\]\.accounts\[\]\.says: gone"),
        (let_key_be_absent, r"/v1/claims 200 application/json\.meta: no longer always there: \['total'\]"),
        (let_part_of_a_part_be_absent, r"/v1/claims 200 .*\.accounts\[\]: no longer always there: \['says'\]"),
        (retype_key, r"/v1/claims 200 application/json\.meta\.total: \['integer'\] became \['string'\]"),
        (let_be_null, r"/v1/claims 200 .*\.accounts\[\]\.says: \['string'\] became \['null', 'string'\]"),
        (drop_value, r"/v1/events query kind: values gone: \['vote'\]"),
    ],
)
def test_a_broken_promise_is_noticed(specification, change, line):
    changed = copy.deepcopy(specification)
    change(changed)
    assert any(re.fullmatch(line, broken) for broken in broken_promises(specification, changed))


def test_what_is_added_breaks_nothing(specification):
    changed = copy.deepcopy(specification)
    changed["paths"]["/v1/new"] = changed["paths"]["/v1/coverage"]
    changed["components"]["schemas"]["Account"]["properties"]["new"] = {"type": "string"}
    changed["components"]["schemas"]["EventKinds"]["items"]["enum"].append("new")
    assert list(broken_promises(specification, changed)) == []
