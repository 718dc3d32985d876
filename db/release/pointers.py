"""Pointers: what stands at the addresses of former ids and of withdrawn records."""

from collections.abc import Iterator

from db.curation.records import LoadedRecord, Records
from schemas.nouns import INNER, SCHEMAS

Pointers = dict[tuple[str, str], tuple[str, str]]
"""By noun and id: `moved` and the id that has its place, or `withdrawn` and when and why."""


def find_pointers(records: Records) -> Pointers:
    """Return all pointers of some records."""
    order = list(SCHEMAS)
    pointers = Pointers()
    for entry in sorted(records.moved, key=lambda entry: order.index(entry.noun)):
        for noun, identifier, state, target in _pointers(records, entry):
            pointers.setdefault((noun, identifier), (state, target))
    return pointers


def _pointers(records: Records, entry: LoadedRecord) -> Iterator[tuple[str, str, str, str]]:
    """Yield noun, id, state and target of a record's pointers: its own, and those of all that lies in an event."""
    inner = [record for record in records.inside(entry) if record.noun in INNER]
    events = (entry.id, *entry.data.get("formerly", ()))
    for former in events[1:]:
        yield entry.noun, former, "moved", entry.id
        for record in inner:
            for own in (record.id, *record.data.get("formerly", ())):
                head, _, slug = own.partition(":")
                # A former id may have been given while the event had one between its first and its present one.
                if head in events:
                    yield record.noun, f"{former}:{slug}", "moved", record.id
    if "withdrawn" in entry.data:
        for record in (entry, *inner):
            yield record.noun, record.id, "withdrawn", _withdrawal(entry)


def _withdrawal(entry: LoadedRecord) -> str:
    """Write when and why a record was withdrawn."""
    withdrawn = entry.data["withdrawn"]
    return f"Withdrawn on {withdrawn['date']}: {withdrawn['reason']}"
