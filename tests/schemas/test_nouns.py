"""Nouns: a record whose title or brief view cannot be made, or that would publish a curator's remark, is refused."""

import pytest

from schemas.model.fields import Choice, Text
from schemas.nouns import SCHEMAS, RegistryError, check_record, check_registry
from schemas.places import Place
from schemas.query.parameters import Values


class Unnamed(Place):
    """A place whose title is a field of others."""

    TITLE = "title"


class Shortened(Place):
    """A place whose brief view has one field too many."""

    BRIEF = (*Place.BRIEF, "altitude")


class Remarked(Place):
    """A place with a remark for readers, under the name of the one for curators."""

    note = Text()


@pytest.mark.parametrize(
    ("record", "message"),
    [
        (Unnamed, "TITLE of Unnamed names 'title'"),
        (Shortened, "BRIEF of Shortened names 'altitude'"),
        (Remarked, "The field 'note' of Remarked is one of every record, and not published"),
    ],
)
def test_it_is_refused(record, message):
    with pytest.raises(RegistryError, match=message):
        check_record(record)


@pytest.mark.parametrize("kind", [Choice, Values])
def test_a_vocabulary_that_there_is_not_is_refused_with_those_there_are(kind):
    with pytest.raises(LookupError, match=r"no vocabulary .moods. in .*vocabulary\.py; there are .*roles"):
        kind("moods")


@pytest.mark.parametrize(
    ("nouns", "message"),
    [
        (SCHEMAS.keys() - {"topics"}, "The noun 'topics' is missing in VIEWS."),
        (SCHEMAS.keys() | {"missions"}, "The noun 'missions' of VIEWS is missing in SCHEMAS of schemas/nouns.py."),
    ],
)
def test_a_registry_has_all_nouns_and_no_other(nouns, message):
    check_registry("VIEWS", SCHEMAS)
    with pytest.raises(RegistryError) as caught:
        check_registry("VIEWS", nouns)
    assert str(caught.value) == message
