"""The loaded records by noun and id, each with the place where it was written, and the errors found in them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from db.curation.yaml import Lines
from schemas.model.walk import FieldPath, field_name
from schemas.nouns import FILED, INNER, SCHEMAS


@dataclass(frozen=True, order=True)
class RecordError:
    """One thing wrong in the record: where, in which field, what, and what is allowed."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        """Write the error as editors and people read it."""
        return f"{self.file}:{self.line}: {self.field}: {self.message}"


class InvalidRecords(Exception):
    """The records do not load or do not hold together; `errors` says every reason."""

    def __init__(self, errors: list[RecordError]) -> None:
        super().__init__("\n".join(str(error) for error in sorted(errors)))
        self.errors = sorted(errors)


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A file of YAML that holds one record."""

    name: str
    """Its name, relative to the folder of the records."""
    lines: Lines

    def line(self, path: FieldPath) -> int:
        """Return the line on which a value begins."""
        return self.lines.line(path)


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A line of NDJSON that holds one record, and so is the line of all its values."""

    name: str
    """The name of the file."""
    number: int

    def line(self, _path: FieldPath) -> int:
        """Return the number of the line."""
        return self.number


Origin = RecordFile | RecordLine


@dataclass(slots=True, eq=False)
class LoadedRecord:
    """One record as a curator wrote it, each value of its type."""

    noun: str
    id: str
    data: dict[str, Any]
    origin: Origin
    path: FieldPath = ()
    """Where it is in the file: empty, or noun and slug of what is written inside another record."""

    @property
    def file(self) -> str:
        """The name of the file."""
        return self.origin.name

    @property
    def line(self) -> int:
        """The line on which the record begins."""
        return self.origin.line(self.path)

    def error(self, path: FieldPath, message: str) -> RecordError:
        """Return an error at a path inside the record."""
        whole = (*self.path, *path)
        return RecordError(self.file, self.origin.line(whole), field_name(whole) or "record", message)


@dataclass
class Records:
    """Everything loaded: `nouns[noun][id]` is a record, `coverage` what the whole says of itself."""

    nouns: dict[str, dict[str, LoadedRecord]] = field(default_factory=lambda: {noun: {} for noun in SCHEMAS})
    coverage: dict[str, Any] = field(default_factory=dict)
    synonyms: list[list[str]] = field(default_factory=list)
    """Words that mean the same to a searcher of this record."""
    errors: list[RecordError] = field(default_factory=list)
    withdrawn: set[tuple[str, str]] = field(default_factory=set)
    """Noun and id of every withdrawn record."""
    moved: list[LoadedRecord] = field(default_factory=list)
    """Every record that was withdrawn or had another id before."""
    unloaded: set[tuple[str, str]] = field(default_factory=set)
    """Noun and id of what is written in files that do not load: whoever refers to it is not to blame."""

    def __iter__(self) -> Iterator[LoadedRecord]:
        """Yield every record, noun by noun, in the order of the files and of the curator within a file."""
        for entries in self.nouns.values():
            yield from entries.values()

    def entries(self, noun: str) -> Iterator[LoadedRecord]:
        """Yield the records of a noun that are not withdrawn, in the order in which they were written."""
        return (entry for entry in self.nouns[noun].values() if (noun, entry.id) not in self.withdrawn)

    def files(self) -> Iterator[LoadedRecord]:
        """Yield the records that have a file, or a line of a file, of their own."""
        return (entry for noun in FILED for entry in self.nouns[noun].values() if not entry.path)

    def inside(self, entry: LoadedRecord) -> Iterator[LoadedRecord]:
        """Yield the records and sources that are written inside a record's file."""
        for noun in INNER if entry.noun == "events" else ():
            for slug in entry.data.get(noun, ()):
                yield self.nouns[noun][f"{entry.id}:{slug}"]
        for identifier in entry.data.get("sources", ()):
            yield self.nouns["sources"][identifier]

    def add_with_inner(self, entry: LoadedRecord) -> None:
        """Take in a record and those written inside it."""
        self.add(entry)
        for noun in INNER if entry.noun == "events" else ():
            for slug, data in entry.data.get(noun, {}).items():
                self.add(LoadedRecord(noun, f"{entry.id}:{slug}", data, entry.origin, (noun, slug)))
        for identifier, data in entry.data.get("sources", {}).items():
            self.add(LoadedRecord("sources", identifier, data, entry.origin, ("sources", identifier)))

    def note_unloaded(self, noun: str, identifier: str, written: dict[str, Any]) -> None:
        """Note which ids a file would have given, had it loaded."""
        self.unloaded.add((noun, identifier))
        inner = {name: _keys(written.get(name)) for name in INNER} if noun == "events" else {}
        self.unloaded.update((name, f"{identifier}:{slug}") for name, slugs in inner.items() for slug in slugs)
        self.unloaded.update(("sources", source) for source in _keys(written.get("sources")))

    def add(self, entry: LoadedRecord) -> None:
        """Take in one record, or note that its id is taken."""
        other = self.nouns[entry.noun].setdefault(entry.id, entry)
        if other is not entry:
            self.errors.append(entry.error((), f"The id {entry.id!r} is taken by {other.file}:{other.line}."))
            return
        if "withdrawn" in entry.data:
            self.withdrawn.add((entry.noun, entry.id))
        if "withdrawn" in entry.data or "formerly" in entry.data:
            self.moved.append(entry)


def _keys(mapping: Any) -> list[str]:
    return list(mapping) if isinstance(mapping, dict) else []
