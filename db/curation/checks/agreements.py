"""Rules about agreements: what tells of the keeping of a term comes after the term."""

from collections.abc import Iterator

from db.curation.checks.context import Context
from db.curation.records import RecordError
from db.curation.references import date_of, resolve_sound
from schemas.model.edtf import bounds


def keeping_is_told_afterwards(context: Context) -> Iterator[RecordError]:
    """A claim that says that a term was kept or broken is not before the agreement, and is named once."""
    entry, records = context.entry, context.records
    if entry.noun != "agreements":
        return
    agreed = bounds(date_of(records, entry))[0]
    for slug, term in entry.data["terms"].items():
        claims = [resolve_sound(records, entry, ("claims",), value)[1] for value in term.get("keeping", ())]
        for index, claim in enumerate(claims):
            path = ("terms", slug, "keeping", index)
            date = date_of(records, records.nouns["claims"][claim])
            if bounds(date)[1] < agreed:
                yield context.error(path, f"The claim is of {date}, before the agreement.")
            if claim in claims[:index]:
                yield context.error(path, f"{claim!r} is named twice.")
