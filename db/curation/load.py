"""Loading: from a folder of files to records, each file read as strict YAML or NDJSON and validated by its schema."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from marshmallow import ValidationError

from db.curation import yaml
from db.curation.cache import RecordCache
from db.curation.ids import IDS_FILE, id_list_errors, vanished_ids
from db.curation.ndjson import LineError, read_lines
from db.curation.records import LoadedRecord, Origin, RecordError, RecordFile, RecordLine, Records
from db.curation.synonyms import SYNONYMS_FILE, load_synonyms
from schemas.coverage import Coverage
from schemas.model.base import BaseSchema
from schemas.model.closest import closest
from schemas.model.walk import FieldPath, field_name, field_names
from schemas.nouns import FILED, SCHEMAS

COVERAGE = "coverage.yaml"
NO_SUCH_FIELD = "There is no such field here, or it is derived and never written."
CACHE_FILE = "loaded.json"
"""The name of the cache beside the releases."""
RELEASE_NAME = re.compile(r"releases/(\d{4,}\.yaml|newest\.ndjson)")
"""The files that `parley release` writes beside the records."""
NDJSON_FILES = {f"{noun}.ndjson" for noun in FILED}
_SCHEMAS = {noun: schema() for noun, schema in SCHEMAS.items()}
_check_id = SCHEMAS["events"]().fields["id"].deserialize


def find_files(folder: Path, *nouns: str) -> Iterator[Path]:
    """Yield every YAML file of some nouns, or of all; folders that begin with an underscore hold templates."""
    for noun in nouns or FILED:
        yield from sorted((folder / noun).glob("*.y*ml"))


def load_records(folder: Path, cache_file: Path | None = None) -> Records:
    """Load every record below a folder. Errors are collected in `errors`, not raised, so that all are seen at once.

    With a cache file, files that have not changed since the last time are taken from there.
    """
    records = Records()
    if not folder.is_dir():
        records.errors.append(RecordError(".", 1, "record", f"There is no folder {folder}; PARLEY_RECORDS names one."))
        return records
    _check_names(folder, records)
    cache = RecordCache(cache_file)
    for noun in FILED:
        for path in find_files(folder, noun):
            _load_yaml(records, cache, noun, path)
        _load_ndjson(records, noun, folder / f"{noun}.ndjson")
    cache.save()
    _load_coverage(folder, records)
    records.errors += [*id_list_errors(folder), *vanished_ids(folder, records)]
    records.synonyms, errors = load_synonyms(folder)
    records.errors += errors
    return records


def _check_names(folder: Path, records: Records) -> None:
    """Note every file that would be passed over: a wrong folder or ending must not lose a record in silence."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        own = {COVERAGE, IDS_FILE, SYNONYMS_FILE, "README.md", *NDJSON_FILES}
        if path.is_dir() or name in own or RELEASE_NAME.fullmatch(name) or name.startswith(("_", ".")):
            continue
        if path.parent.parent != folder or path.parent.name not in FILED or path.suffix != ".yaml":
            allowed = f"allowed are NOUN/ID.yaml and NOUN.ndjson, NOUN being one of {', '.join(FILED)}"
            records.errors.append(RecordError(name, 1, "file", f"Not a place for a record; {allowed}."))


def _load_yaml(records: Records, cache: RecordCache, noun: str, path: Path) -> None:
    """Load one file's record, and the records and sources inside it."""
    name = f"{noun}/{path.name}"
    try:
        content = path.read_bytes()
    except OSError as error:
        records.errors.append(RecordError(name, 1, "file", f"Cannot be read: {error.strerror}."))
        return
    origin = RecordFile(name, yaml.Lines(content))
    data = cache.get(name, content)
    if data is not None:
        records.add_with_inner(LoadedRecord(noun, path.stem, data, origin))
        return
    try:
        written = yaml.parse(content).data
    except yaml.YamlError as error:
        records.errors.append(RecordError(name, error.line, "file", error.message))
        records.note_unloaded(noun, path.stem, yaml.outline(content))
        return
    entry = _load_record(records, noun, path.stem, written, origin)
    if entry is not None:
        cache.put(name, content, entry.data)


def _load_ndjson(records: Records, noun: str, path: Path) -> None:
    """Load the records of a file that has one a line, if it is there. Of the line all values are text, as in YAML."""
    if not path.exists():
        return
    for number, data in read_lines(path):
        if isinstance(data, LineError):
            records.errors.append(RecordError(path.name, number, "file", str(data)))
        else:
            _load_record(records, noun, data.pop("id", None), data, RecordLine(path.name, number))


def _load_record(
    records: Records, noun: str, identifier: Any, written: dict[str, Any], origin: Origin
) -> LoadedRecord | None:
    """Validate a record, once, and take it in with those inside it, or note its errors."""
    try:
        data = _SCHEMAS[noun].load(written)
        _check_id(identifier)
    except ValidationError as error:
        messages = error.messages if isinstance(error.messages, Mapping) else {"id": error.messages}
        wrong = LoadedRecord(noun, identifier, {}, origin)
        records.errors += [
            wrong.error(path, message + _suggestion(SCHEMAS[noun], path, message))
            for path, message in flatten(messages)
        ]
        records.note_unloaded(noun, str(identifier), written)
        return None
    entry = LoadedRecord(noun, identifier, data, origin)
    records.add_with_inner(entry)
    return entry


def _suggestion(schema: type[BaseSchema], path: FieldPath, message: str) -> str:
    """Return the question whether another field was meant, for an error that says that there is no such field."""
    if message != NO_SUCH_FIELD:
        return ""
    names = closest(str(path[-1]), field_names(schema, path[:-1]), 1)
    return f" Did you mean {names[0]}?" if names else ""


def _load_coverage(folder: Path, records: Records) -> None:
    """Load what the record says of itself."""
    try:
        parsed = yaml.parse((folder / COVERAGE).read_bytes())
        records.coverage = Coverage().load(parsed.data)
    except FileNotFoundError:
        records.errors.append(RecordError(COVERAGE, 1, "file", "Missing; it says what the record covers."))
    except yaml.YamlError as error:
        records.errors.append(RecordError(COVERAGE, error.line, "file", error.message))
    except ValidationError as error:
        for path, message in flatten(error.messages_dict):
            records.errors.append(RecordError(COVERAGE, parsed.lines.line(path), field_name(path), message))


def flatten(messages: Any, path: FieldPath = ()) -> Iterator[tuple[FieldPath, str]]:
    """Yield each message of a marshmallow error with its path; `_schema` stands for the thing itself."""
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            yield from flatten(inner, path if key == "_schema" else (*path, key))
    elif isinstance(messages, list):
        for message in messages:
            yield from flatten(message, path)
    elif messages == "Unknown field.":
        yield path, NO_SUCH_FIELD
    elif messages == "Missing data for required field.":
        yield path, "Missing; it is required."
    else:
        yield path, str(messages)
