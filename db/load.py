"""Loading: from files to records by noun and id, each file read as strict YAML and checked against its schema."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from marshmallow import ValidationError

from db import yaml
from schemas.coverage import Coverage
from schemas.nouns import FILED, INNER, SCHEMAS
from schemas.quick import loader

COVERAGE = "coverage.yaml"
_SCHEMAS = {noun: schema() for noun, schema in SCHEMAS.items()}
_LOADERS = {noun: loader(schema) for noun, schema in _SCHEMAS.items()}


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
class Entry:
    """One record as it was written: its noun, id and data, and the place in the file where it stands."""

    noun: str
    id: str
    data: dict[str, Any]
    file: str
    path: yaml.Path
    document: yaml.Document

    def error(self, path: yaml.Path, message: str) -> Error:
        """Return an error at a path inside the record."""
        whole = (*self.path, *path)
        return Error(self.file, self.document.line(whole), named(whole) or "record", message)


@dataclass
class Records:
    """Everything loaded: `nouns[noun][id]` is an entry, `coverage` what the record says of itself."""

    nouns: dict[str, dict[str, Entry]] = field(default_factory=lambda: {noun: {} for noun in SCHEMAS})
    coverage: dict[str, Any] = field(default_factory=dict)
    errors: list[Error] = field(default_factory=list)

    def __iter__(self) -> Iterator[Entry]:
        """Yield every entry, noun by noun, in the order of the files and of the curator within a file."""
        for entries in self.nouns.values():
            yield from entries.values()

    def files(self) -> Iterator[Entry]:
        """Yield the record of every file."""
        return (entry for noun in FILED for entry in self.nouns[noun].values() if not entry.path)

    def inside(self, entry: Entry) -> Iterator[Entry]:
        """Yield the records and sources that are written inside a record's file."""
        for noun in INNER if entry.noun == "events" else ():
            for slug in entry.data.get(noun, ()):
                yield self.nouns[noun][f"{entry.id}:{slug}"]
        for identifier in entry.data.get("sources", ()):
            yield self.nouns["sources"][identifier]

    def add(self, entry: Entry) -> None:
        """Take an entry in, or note that its id is taken."""
        other = self.nouns[entry.noun].get(entry.id)
        if other is None:
            self.nouns[entry.noun][entry.id] = entry
        else:
            where = f"{other.file}:{other.document.line(other.path)}"
            self.errors.append(entry.error((), f"The id {entry.id!r} is taken by {where}."))


def named(path: yaml.Path) -> str:
    """Write a path as a person would: accounts[0].evidence[1].quote."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def find_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield every record file with its noun; folders that begin with an underscore hold templates."""
    for noun in FILED:
        for path in sorted((folder / noun).glob("*.y*ml")):
            yield noun, path


def load_records(folder: Path) -> Records:
    """Load every record below a folder. Errors are collected in `errors`, not raised, so that all are seen at once."""
    records = Records()
    if not folder.is_dir():
        records.errors.append(Error(str(folder), 1, "record", "There is no such folder."))
        return records
    _check_names(folder, records)
    for noun, path in find_files(folder):
        name = path.relative_to(folder).as_posix()
        try:
            document = yaml.parse(path.read_bytes())
        except yaml.Problem as problem:
            records.errors.append(Error(name, problem.line, "file", problem.message))
            continue
        _load_entry(records, Entry(noun, path.stem, {}, name, (), document))
    _load_coverage(folder, records)
    return records


def _check_names(folder: Path, records: Records) -> None:
    """Note every file that would be passed over: a wrong folder or ending must not lose a record in silence."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() or name in (COVERAGE, "README.md") or name.startswith(("_", ".")):
            continue
        if path.parent.parent != folder or path.parent.name not in FILED or path.suffix != ".yaml":
            allowed = f"allowed are NOUN/ID.yaml, NOUN being one of {', '.join(FILED)}"
            records.errors.append(Error(name, 1, "file", f"Not a place for a record; {allowed}."))


def _load_entry(records: Records, entry: Entry) -> None:
    """Load one file's record, and the records and sources inside it."""
    schema = _SCHEMAS[entry.noun]
    try:
        entry.data = _LOADERS[entry.noun](entry.document.data)
        schema.fields["id"].deserialize(entry.id)
    except ValidationError as error:
        found = error.messages if isinstance(error.messages, Mapping) else {"id": error.messages}
        records.errors.extend(entry.error(path, message) for path, message in flatten(found))
        return
    records.add(entry)
    for noun in INNER if entry.noun == "events" else ():
        for slug, data in entry.data.get(noun, {}).items():
            identifier = f"{entry.id}:{slug}"
            records.add(Entry(noun, identifier, data, entry.file, (noun, slug), entry.document))
    for identifier, data in entry.data.get("sources", {}).items():
        records.add(Entry("sources", identifier, data, entry.file, ("sources", identifier), entry.document))


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
