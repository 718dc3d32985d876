"""The made-up world: every field has a value somewhere in it, so that every test over all fields sees one."""

import pytest

from schemas.nouns import SCHEMAS

WITHOUT_VALUE = {
    *(("claims", "evidence"), ("transfers", "claim"), ("transfers", "topics"), ("documents", "topics")),
    *(("actors", "topics"), ("actors", "evidence"), ("places", "topics"), ("places", "evidence")),
    *(("publishers", "aliases"), ("publishers", "wikidata")),
    *(("events", "planned_date"), ("events", "former_dates"), ("statements", "translated_from"), ("claims", "tally")),
    *((noun, "corrected_date") for noun in SCHEMAS),
}
"""Fields of which another noun shows a value; the last rows are added to a copy by tests of their own."""


@pytest.mark.parametrize("noun", SCHEMAS)
def test_every_field_has_a_value_somewhere(client, noun):
    documents = client.get(f"/v1/{noun}?view=full&limit=100").json["data"]
    names = SCHEMAS[noun].keys()
    for name in names:
        if (noun, name) not in WITHOUT_VALUE:
            assert any(document[name] not in (None, []) for document in documents), (noun, name)
