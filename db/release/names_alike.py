"""Names alike: the family names and place names that mean the same to a searcher, because one record has them all."""

from collections.abc import Iterator

from db.curation.records import LoadedRecord, Records


def search_synonyms(records: Records) -> list[list[str]]:
    """Return the groups that a record's curators wrote, and those that its people and places make by their aliases."""
    return [*records.synonyms, *_groups(records)]


def _groups(records: Records) -> Iterator[list[str]]:
    for noun in ("actors", "places"):
        for record in records.entries(noun):
            if noun == "places" or record.data["kind"] == "person":
                words = list(dict.fromkeys(_place_names(record) if noun == "places" else _family_names(record)))
                if len(words) > 1:
                    yield words


def _place_names(place: LoadedRecord) -> Iterator[str]:
    """Yield a place's names of one word."""
    yield from (name for name in _names(place) if " " not in name)


def _family_names(person: LoadedRecord) -> Iterator[str]:
    """Yield the last word of each name of two words, unless another name begins with it (family name first)."""
    pairs = [name.split() for name in _names(person) if name.count(" ") == 1]
    first = {pair[0] for pair in pairs}
    yield from (last for _, last in pairs if last not in first)


def _names(record: LoadedRecord) -> list[str]:
    return [record.data["name"], *record.data.get("aliases", ())]
