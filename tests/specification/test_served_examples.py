"""Served examples: the ids of a release stand where the file has made-up ones, of a noun that came later too."""

import re

from api.http.served_examples import EXAMPLE_IDS, example_ids, with_served_examples
from api.specification.examples import EXAMPLE_DIGEST
from api.specification.path_parameters import add_path_examples
from db.query.root import ROOT
from db.query.showcase import Showcase

TEXT = (ROOT / "openapi.yaml").read_text(encoding="utf-8")
PATH = """  /v1/missions/{identifier}:
    get:
      parameters:
      - {name: identifier, in: path, required: true, description: The id., example: made-up-mission}
      - {$ref: '#/components/parameters/fields'}
  /v1/topics/{identifier}:
"""


def test_a_noun_without_an_entry_has_the_example_of_its_own_path():
    assert example_ids(PATH) == {"missions": "made-up-mission"} | EXAMPLE_IDS


def test_a_noun_without_an_entry_has_the_id_of_its_own_example():
    parameters = [{"in": "path", "name": "identifier"}, {"in": "path", "example": "kept"}, {"in": "query"}]
    operations = [("get", {"operationId": "get_mission", "parameters": parameters}), ("get", {})]
    add_path_examples(operations, {"get_mission": {"id": "made-up-mission"}})
    assert [one.get("example") for one in parameters] == ["made-up-mission", "kept", None]


def test_the_examples_of_the_file_are_those_of_the_table():
    assert example_ids(TEXT) == EXAMPLE_IDS


def test_no_change_of_the_code_gives_a_file_another_digest_in_it():
    assert set(re.findall(r"sha256: ([0-9a-f]{64})", TEXT)) == {EXAMPLE_DIGEST}


def test_a_release_shows_its_own(monkeypatch):
    ids = dict.fromkeys(EXAMPLE_IDS, "") | {"missions": "real-mission", "topics": "real-topic"}
    showcase = Showcase(ids, "other", "", "words", "", "")
    monkeypatch.setattr("api.http.served_examples.showcase_of", lambda _reader: showcase)
    text = with_served_examples(PATH + "    example: repatriation\n", None)
    assert "example: real-mission}" in text
    assert text.endswith("example: real-topic\n")
