"""Choices: the records of a release that somebody filling in a form may mean, most often met first."""

from collections.abc import Mapping, Sequence

from db.query.connection import Reader, once_per_release

MAX_CHOICES = 60
"""Records of a kind that a form offers; a kind with no more than that is a closed choice."""
CHOICE_STATEMENTS = {
    "processes": "select id, title from process order by events desc, id limit :most",
    "actors": "select id, name from actor order by events desc, id limit :most",
    "places": "select id, name from place order by events desc, id limit :most",
    "topics": "select id, name from topic order by events desc, id limit :most",
    "publishers": "select id, name from publisher order by sources desc, id limit :most",
}
"""What finds them, for the kinds of record that are known by their names."""
Choices = Mapping[str, Sequence[tuple[str, str]]]
"""Ids and names, by noun."""


@once_per_release
def choices_of(reader: Reader) -> Choices:
    """Return what a form offers of a release."""
    rows_by_noun = {noun: reader.query(sql, {"most": MAX_CHOICES}) for noun, sql in CHOICE_STATEMENTS.items()}
    return {noun: [(str(one), str(name)) for one, name in rows] for noun, rows in rows_by_noun.items()}
