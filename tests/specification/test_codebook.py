"""The codebook: it says what every noun, field and value means, and its links lead somewhere."""

import re

import pytest

from api.formats.pages.guides import anchor_of
from api.specification.codebook import write_codebook
from schemas.coverage import Coverage
from schemas.model.vocabulary import VOCABULARIES
from schemas.nouns import SCHEMAS

TEXT = write_codebook()
SECTIONS = {
    heading: body
    for heading, _, body in (part.partition("\n\n") for part in re.split(r"^#{1,3} ", TEXT, flags=re.MULTILINE))
}


@pytest.mark.parametrize("noun", SCHEMAS)
def test_every_field_of_a_noun_is_told(noun):
    told = set(re.findall(r"^- \*\*`(\w+)`\*\* \(", SECTIONS["What every record has"] + SECTIONS[noun], re.MULTILINE))
    assert told == set(SCHEMAS[noun].keys())


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_every_value_is_told_with_its_definition(vocabulary):
    section = SECTIONS[vocabulary.replace("_", " ")]
    items = " ".join(section.split()).split("- **`")[1:]
    assert [item.partition("`")[0] for item in items] == list(VOCABULARIES[vocabulary])
    for item, value in zip(items, VOCABULARIES[vocabulary].values(), strict=True):
        assert value.definition in item


def test_what_the_record_covers_is_told():
    told = re.findall(r"^- \*\*`(\w+)`\*\* \(", SECTIONS["Coverage"], re.MULTILINE)
    assert told == [field.data_key or name for name, field in Coverage().fields.items()]


def test_it_says_what_is_worked_out_and_what_may_be_null():
    assert "**`confirmed_by_both_sides`** (true or false, worked out)" in SECTIONS["claims"]
    assert "**`quote`** (text or null)" in SECTIONS["statements"]
    assert "**`claims`** (list of [claims](#claims))" in SECTIONS["events"]


def test_its_links_lead_to_its_sections():
    anchors = {anchor_of(heading) for heading in SECTIONS}
    links = set(re.findall(r"\]\(#([^)]*)\)", TEXT))
    assert links
    assert links <= anchors


def test_it_is_led_to(client):
    assert client.get("/").json["links"]["codebook"].endswith("/docs/codebook")
    assert client.get("/").json["links"]["for_assistants"].endswith("/llms.txt")
    assert 'href="/docs/codebook"' in client.get("/", headers={"Accept": "text/html"}).text
    assert "/docs/codebook.txt" in client.get("/llms.txt").text
    for guide in ("answers", "cookbook", "stability", "records"):
        assert 'href="/docs/codebook"' in client.get(f"/docs/{guide}").text
