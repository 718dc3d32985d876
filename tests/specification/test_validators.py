"""The two readers of JSON Schema that tests use judge alike, so that the quick one may look at every reply."""

import copy
import random

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.conftest import LONG

WRONG = [None, 1, "x", "", [], {}, -1, True, 1.5]


def places(body, place=()):
    """Yield the way to every part of a body."""
    for key, part in body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ():
        yield (*place, key)
        yield from places(part, (*place, key))


def damaged(body, chance):
    """Return a copy with one part left out, replaced, doubled, or given a neighbour."""
    body = copy.deepcopy(body)
    *way, last = chance.choice(list(places(body)))
    part = body
    for key in way:
        part = part[key]
    what = chance.randrange(4)
    if what == 0:
        del part[last]
    elif what == 1 and isinstance(part, dict):
        part["surprise"] = 1
    elif what == 2:
        part[last] = [part[last]] * 2
    else:
        part[last] = chance.choice(WRONG)
    return body


@pytest.mark.parametrize("noun", ["events", "claims", "agreements", "sources"])
def test_both_judge_alike(app, specification, noun):
    name = {"events": "Event", "claims": "Claim", "agreements": "Agreement", "sources": "Source"}[noun]
    chance = random.Random(noun)
    schema = {"$ref": f"urn:parley#/components/schemas/{name}"}
    thorough = Registry().with_resource("urn:parley", DRAFT202012.create_resource(specification))
    quick = jsonschema_rs.Registry([("urn:parley", specification)], draft=jsonschema_rs.Draft202012)
    validators = [
        Draft202012Validator(schema, registry=thorough),
        jsonschema_rs.Draft202012Validator(schema, registry=quick),
    ]
    records = app.test_client().get(f"/v1/{noun}?view=full").json["data"]
    verdicts = []
    for record in records + [damaged(chance.choice(records), chance) for _ in range(50 * LONG)]:
        first, second = (validator.is_valid(record) for validator in validators)
        assert first == second, record
        verdicts.append(first)
    assert all(verdicts[: len(records)])
    assert verdicts.count(False) > 10
