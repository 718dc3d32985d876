"""Quick loading: whatever it takes, the schema takes with the same result, and what is right it always takes."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from marshmallow import ValidationError

from db.curation.load import load_records
from db.release.documents import DocumentBuilder
from db.release.identity import find_release
from db.release.index import RecordIndex
from schemas.model.quick import Doubt, loader, quick
from schemas.nouns import FILED, SCHEMAS
from tests.conftest import WORLD

ODD = (
    *(None, "", " x", "x ", "a b", "x" * 6000, "\u00e9", "e\u0301", "a\nb", "a\u2028b", "\x7f", "UPPER", "north--land"),
    *(
        0,
        1,
        True,
        1.5,
        -1,
        "07",
        "1",
        [],
        {},
        [None],
        ["x"],
        {"x": "y"},
        {"": {}},
        "2031-02-30",
        "2031-04-12",
        "25:00Z",
    ),
)


@pytest.fixture(scope="module")
def samples() -> list[tuple[str, str, dict[str, Any]]]:
    """Return noun, mode and value of every record and document of the made-up world."""
    records = load_records(WORLD)
    written = [(entry.noun, "record", entry.document.written.data) for entry in records.files()]
    world = RecordIndex(records, find_release(records))
    builder = DocumentBuilder(world)
    served = [
        (record.noun, "document", document)
        for noun in FILED
        for one in world.in_list_order(noun)
        for record, document in builder.build(one)
    ]
    return [*written, *served]


def changed(value: Any) -> Iterator[Any]:
    """Yield a value with each thing in it taken out, replaced by something odd, or with something added."""
    for key in list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        without = copy.copy(value)
        del without[key]
        yield without
        for other in (*ODD, *changed(value[key])):
            one = copy.copy(value)
            one[key] = other
            yield one
    if isinstance(value, dict):
        yield value | {"unknown": "x"}


def test_what_is_right_is_never_in_doubt(samples):
    for noun, mode, value in samples:
        schema = SCHEMAS[noun](mode=mode)
        assert quick(schema)(value) == schema.load(value)


@pytest.mark.parametrize("noun", SCHEMAS)
@pytest.mark.parametrize("mode", ["record", "document"])
def test_what_is_taken_quickly_the_schema_takes_alike(samples, noun, mode):
    schema = SCHEMAS[noun](mode=mode)
    load = quick(schema)
    shortest = sorted(
        (value for one, how, value in samples if (one, how) == (noun, mode)), key=lambda value: len(str(value))
    )
    refused = 0
    for value in shortest[:3] if noun != "events" else shortest[:1]:
        for odd in changed(value):
            try:
                found = load(odd)
            except (Doubt, ValidationError):
                refused += 1
                continue
            expected = schema.load(odd)
            assert found == expected
            assert str(found) == str(expected), "types and the order of keys are the same too"
    assert refused or not shortest


def test_what_is_refused_is_refused_with_the_schema_s_words():
    schema = SCHEMAS["topics"]()
    with pytest.raises(ValidationError) as quickly:
        loader(schema)({"name": "", "definition": " x", "colour": "red"})
    with pytest.raises(ValidationError) as slowly:
        schema.load({"name": "", "definition": " x", "colour": "red"})
    assert quickly.value.messages == slowly.value.messages
