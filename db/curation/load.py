"""Loading: from files to records by noun and id, each file read as strict YAML and checked against its schema."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from marshmallow import ValidationError

from db.curation import yaml
from db.curation.ndjson import Bulk, read_lines
from schemas.coverage import Coverage
from schemas.nouns import FILED, INNER, SCHEMAS

COVERAGE = "coverage.yaml"
BULK = {f"{noun}.ndjson" for noun in FILED}
_SCHEMAS = {noun: schema() for noun, schema in SCHEMAS.items()}
_check_id = SCHEMAS["events"]().fields["id"].deserialize


@dataclass(frozen=True, order=True)
class Error:
    """Something wrong in the record: where, in which field, what, and what is allowed."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        """Write the error as editors and people read it."""
        return f"{self.file}:{self.line}: {self.field}: {self.message}"


class RecordError(Exception):
    """The record does not load or does not hold together; `errors` says every reason."""

    def __init__(self, errors: list[Error]) -> None:
        super().__init__("\n".join(str(error) for error in sorted(errors)))
        self.errors = sorted(errors)


@dataclass
class Document:
    """A file of YAML: its name, the lines of what it holds, and its record as the schema loaded it."""

    file: str
    written: yaml.Document
    data: dict[str, Any] = field(default_factory=dict)

    def read(self, _: int) -> dict[str, Any]:
        """Return the record, which is the only one."""
        return self.data

    def line(self, _: int, path: yaml.Path) -> int:
        """Return the line on which a value begins."""
        return self.written.line(path)


class LoadedRecord:
    """One record as it was written: its noun and id, and the file and place in it where it stands.

    `data` is read from the file's document each time, because of a large set not everything can be in memory.
    """

    __slots__ = ("document", "id", "inside", "noun", "number")

    def __init__(
        self, noun: str, identifier: str, document: Document | Bulk, number: int = 0, *, inside: bool = False
    ) -> None:
        self.noun = noun
        self.id = identifier
        self.document = document
        self.number = number
        self.inside = inside
        """Whether it is written inside another record's file."""

    @property
    def data(self) -> dict[str, Any]:
        """What the curator wrote, each value of its type."""
        data = self.document.read(self.number)
        if self.inside:
            data = data[self.noun][self.id.rpartition(":")[2]]
        return data

    @property
    def file(self) -> str:
        """The name of the file."""
        return self.document.file

    @property
    def path(self) -> yaml.Path:
        """The path of the record in its file."""
        return (self.noun, self.id.rpartition(":")[2]) if self.inside else ()

    @property
    def line(self) -> int:
        """The line on which the record begins."""
        return self.document.line(self.number, self.path)

    def error(self, path: yaml.Path, message: str) -> Error:
        """Return an error at a path inside the record."""
        whole = (*self.path, *path)
        return Error(self.file, self.document.line(self.number, whole), named(whole) or "record", message)


@dataclass
class Records:
    """Everything loaded: `nouns[noun][id]` is an entry, `coverage` what the record says of itself."""

    nouns: dict[str, dict[str, LoadedRecord]] = field(default_factory=lambda: {noun: {} for noun in SCHEMAS})
    coverage: dict[str, Any] = field(default_factory=dict)
    errors: list[Error] = field(default_factory=list)
    withdrawn: set[tuple[str, str]] = field(default_factory=set)
    """Noun and id of every withdrawn record."""
    moved: list[LoadedRecord] = field(default_factory=list)
    """Every record that was withdrawn or had another id before."""

    def __iter__(self) -> Iterator[LoadedRecord]:
        """Yield every entry, noun by noun, in the order of the files and of the curator within a file."""
        for entries in self.nouns.values():
            yield from entries.values()

    def entries(self, noun: str) -> Iterator[LoadedRecord]:
        """Yield the records of a noun that are not withdrawn, in the order in which they were written."""
        return (entry for entry in self.nouns[noun].values() if (noun, entry.id) not in self.withdrawn)

    @cached_property
    def country_codes(self) -> set[str]:
        """The codes that places of kind country carry. Asked for only once everything is loaded."""
        places = [place.data for place in self.nouns["places"].values()]
        return {place["country"] for place in places if place["kind"] == "country" and "country" in place}

    def files(self) -> Iterator[LoadedRecord]:
        """Yield the record of every file."""
        return (entry for noun in FILED for entry in self.nouns[noun].values() if not entry.inside)

    def inside(self, entry: LoadedRecord) -> Iterator[LoadedRecord]:
        """Yield the records and sources that are written inside a record's file."""
        for noun in INNER if entry.noun == "events" else ():
            for slug in entry.data.get(noun, ()):
                yield self.nouns[noun][f"{entry.id}:{slug}"]
        for identifier in entry.data.get("sources", ()):
            yield self.nouns["sources"][identifier]

    def add(self, entry: LoadedRecord, data: dict[str, Any]) -> None:
        """Take an entry in, or note that its id is taken."""
        other = self.nouns[entry.noun].get(entry.id)
        if other is None:
            self.nouns[entry.noun][entry.id] = entry
            if "withdrawn" in data:
                self.withdrawn.add((entry.noun, entry.id))
            if "withdrawn" in data or "formerly" in data:
                self.moved.append(entry)
        else:
            where = f"{other.file}:{other.line}"
            self.errors.append(entry.error((), f"The id {entry.id!r} is taken by {where}."))


def named(path: yaml.Path) -> str:
    """Write a path as a person would: accounts[0].evidence[1].quote."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def find_files(folder: Path, *nouns: str) -> Iterator[Path]:
    """Yield every YAML file of some nouns, or of all; folders that begin with an underscore hold templates."""
    for noun in nouns or FILED:
        yield from sorted((folder / noun).glob("*.y*ml"))


def load_records(folder: Path) -> Records:
    """Load every record below a folder. Errors are collected in `errors`, not raised, so that all are seen at once."""
    records = Records()
    if not folder.is_dir():
        records.errors.append(Error(str(folder), 1, "record", "There is no such folder."))
        return records
    _check_names(folder, records)
    for noun in FILED:
        for path in find_files(folder, noun):
            _load_file(records, noun, path, path.relative_to(folder).as_posix())
        _load_bulk(records, noun, folder / f"{noun}.ndjson")
    _load_coverage(folder, records)
    return records


def _check_names(folder: Path, records: Records) -> None:
    """Note every file that would be passed over: a wrong folder or ending must not lose a record in silence."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() or name in {COVERAGE, "README.md", *BULK} or name.startswith(("_", ".")):
            continue
        if path.parent.parent != folder or path.parent.name not in FILED or path.suffix != ".yaml":
            allowed = f"allowed are NOUN/ID.yaml and NOUN.ndjson, NOUN being one of {', '.join(FILED)}"
            records.errors.append(Error(name, 1, "file", f"Not a place for a record; {allowed}."))


def _load_file(records: Records, noun: str, path: Path, name: str) -> None:
    """Load one file's record, and the records and sources inside it."""
    try:
        document = Document(name, yaml.parse(path.read_bytes()))
    except yaml.Problem as problem:
        records.errors.append(Error(name, problem.line, "file", problem.message))
        return
    entry = LoadedRecord(noun, path.stem, document)
    data = _load_data(records, entry, document.written.data)
    if data is not None:
        document.data = data
        _add_all(records, entry, data)


def _load_bulk(records: Records, noun: str, path: Path) -> None:
    """Load the records of a file that has one a line, if it is there. Of the line all values are text, as in YAML."""
    if not path.exists():
        return
    bulk = Bulk(path.name)
    for number, written in read_lines(path):
        if isinstance(written, yaml.Problem):
            records.errors.append(Error(bulk.file, number, "file", written.message))
            bulk.add({})
            continue
        identifier = written.pop("id", None)
        entry = LoadedRecord(noun, identifier, bulk, number - 1)
        data = _load_data(records, entry, written)
        bulk.add(data or {})
        if data is not None:
            _add_all(records, entry, data)
    bulk.flush()


def _load_data(records: Records, entry: LoadedRecord, written: dict[str, Any]) -> dict[str, Any] | None:
    """Return a record as its schema loads it, or note its errors."""
    try:
        data: dict[str, Any] = _SCHEMAS[entry.noun].load(written)
        _check_id(entry.id)
    except ValidationError as error:
        found = error.messages if isinstance(error.messages, Mapping) else {"id": error.messages}
        records.errors.extend(entry.error(path, message) for path, message in flatten(found))
        return None
    return data


def _add_all(records: Records, entry: LoadedRecord, data: dict[str, Any]) -> None:
    """Take in a record and those inside it."""
    records.add(entry, data)
    document, number = entry.document, entry.number
    for noun in INNER if entry.noun == "events" else ():
        for slug, inner in data.get(noun, {}).items():
            records.add(LoadedRecord(noun, f"{entry.id}:{slug}", document, number, inside=True), inner)
    for identifier, inner in data.get("sources", {}).items():
        records.add(LoadedRecord("sources", identifier, document, number, inside=True), inner)


def _load_coverage(folder: Path, records: Records) -> None:
    """Load what the record says of itself."""
    try:
        document = yaml.parse((folder / COVERAGE).read_bytes())
        records.coverage = Coverage().load(document.data)
    except FileNotFoundError:
        records.errors.append(Error(COVERAGE, 1, "file", "Missing; it says what the record covers."))
    except yaml.Problem as problem:
        records.errors.append(Error(COVERAGE, problem.line, "file", problem.message))
    except ValidationError as error:
        for path, message in flatten(error.messages_dict):
            records.errors.append(Error(COVERAGE, document.line(path), named(path), message))


def flatten(messages: Any, path: yaml.Path = ()) -> Iterator[tuple[yaml.Path, str]]:
    """Yield each message of a marshmallow error with its path; `_schema` stands for the thing itself."""
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            yield from flatten(inner, path if key == "_schema" else (*path, key))
    elif isinstance(messages, list):
        for message in messages:
            yield from flatten(message, path)
    elif messages == "Unknown field.":
        yield path, "There is no such field here, or it is derived and never written."
    elif messages == "Missing data for required field.":
        yield path, "Missing; it is required."
    else:
        yield path, str(messages)


def format_file(path: Path) -> str:
    """Return the canonical text of a record file. Raises yaml.Problem where it is not strict YAML."""
    return yaml.canonical(_composed(yaml.parse(path.read_bytes()).data))


def _composed(value: Any) -> Any:
    """Bring every text into Unicode's composed form, in which the schema asks for it."""
    if isinstance(value, dict):
        return {key: _composed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_composed(item) for item in value]
    return unicodedata.normalize("NFC", value)
