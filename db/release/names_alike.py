"""Names alike: the names that mean the same to a searcher, because one record has them all."""

from collections.abc import Iterator

from db.curation.records import LoadedRecord, Records
from db.query.synonyms import MAX_PHRASE, phrase_key

MIN_ACRONYM, MIN_PUBLISHER_ACRONYM = 2, 3
"""Letters of the shortest acronym; that of a publisher is read only where it is no common word (AP, UP)."""


def search_synonyms(records: Records) -> list[list[str]]:
    """Return the groups that a record's curators wrote, and those that its actors, places and publishers make."""
    groups = (list(dict.fromkeys(group)) for group in _groups(records))
    return [*records.synonyms, *(group for group in groups if len(group) > 1)]


def _groups(records: Records) -> Iterator[list[str]]:
    """Yield the names of each state, body, organisation and place, and what persons and publishers are called by."""
    for record in (*records.entries("actors"), *records.entries("places")):
        names = [name for name in _names(record) if len(phrase_key(name).split()) <= MAX_PHRASE]
        if record.data["kind"] != "person":
            yield names
            continue
        yield list(_family_names(record))
        if any(map(_is_acronym, names)):
            yield names
    for publisher in records.entries("publishers"):
        yield list(_acronyms_with_names(publisher))


def _family_names(person: LoadedRecord) -> Iterator[str]:
    """Yield the last word of each name of two words, unless another name begins with it (family name first)."""
    pairs = [name.split() for name in _names(person) if name.count(" ") == 1]
    first = {pair[0] for pair in pairs}
    yield from (last for _, last in pairs if last not in first)


def _acronyms_with_names(publisher: LoadedRecord) -> Iterator[str]:
    """Yield the names of a publisher and the acronym that their first letters make: Voice of America, VOA.

    Its other names stay apart: a newspaper may be called Freedom.
    """
    names = _names(publisher)
    acronyms = {name for name in names if _is_acronym(name) and len(name) >= MIN_PUBLISHER_ACRONYM}
    for name in names:
        if initials := _initials(name) & acronyms:
            yield from (name, *sorted(initials))


def _initials(name: str) -> set[str]:
    """Return the first letters of a name's words, with and without those that are written small or only lead in."""
    words = name.replace("-", " ").removeprefix("The ").split()
    capital = [word for word in words if word[0].isupper()]
    return {"".join(word[0] for word in some).upper() for some in (words, capital) if len(some) > 1}


def _is_acronym(name: str) -> bool:
    return len(name) >= MIN_ACRONYM and name.isalpha() and name.isupper()


def _names(record: LoadedRecord) -> list[str]:
    return [record.data["name"], *record.data.get("aliases", ())]
