"""Renaming: gives a record another id and takes every reference to it along, so that nothing that cites it breaks."""

from pathlib import Path
from typing import Any

import orjson

from db.curation import yaml
from db.curation.format import canonical
from db.curation.load import find_files, load_records
from db.curation.ndjson import LineError, read_lines
from db.curation.records import LoadedRecord
from schemas.model.base import Json
from schemas.model.fields import Many, Nest, Ref, is_identifier
from schemas.nouns import FILED, INNER, SCHEMAS

Renames = dict[tuple[str, str], str]
"""The new id of what gets one, by noun and former id."""


class RenameError(Exception):
    """The record cannot be renamed; the message says why, and nothing was changed."""


def rename_record(folder: Path, noun: str, old: str, new: str) -> list[Path]:
    """Give the record `old` of a noun the id `new`, and return the files that changed.

    The old id goes into `formerly`, and what lies inside an event moves with it. A record inside an event keeps its
    event: only what follows the colon changes. Raises RenameError.
    """
    records = load_records(folder)
    _refuse(records.nouns[noun], noun, old, new)
    entry = records.nouns[noun][old]
    ids = {(noun, old): new}
    if noun == "events":
        inner = [(name, f"{old}:{slug}") for name in INNER for slug in entry.data.get(name, ())]
        ids |= {(name, identifier): new + identifier.removeprefix(old) for name, identifier in inner}
    files, lines = _read(folder), _read_lines(folder)
    changed = [path for path, content in lines if _rename_lines(path, content, entry, ids, new)]
    for path, data in files:
        own = f"{path.parent.name}/{path.name}" == entry.file
        text = canonical(_renamed(SCHEMAS[path.parent.name](), data, ids, path.stem))
        if own:
            text = canonical(_with_new_id(yaml.parse(text.encode()).data, noun, old, new))
        target = path.with_name(f"{new}.yaml") if own and noun in FILED and not entry.path else path
        if target != path or text != canonical(data):
            target.write_text(text, encoding="utf-8")
            changed.append(target)
        if target != path:
            path.unlink()
    return changed


def _read(folder: Path) -> list[tuple[Path, Any]]:
    """Return every file of a folder and what it holds, all of them before any is written. Raises RenameError."""
    files = []
    for path in find_files(folder):
        try:
            files.append((path, yaml.parse(path.read_bytes()).data))
        except yaml.YamlError as error:
            raise RenameError(f"{path}:{error.line}: {error.message} Nothing was renamed.") from error
    return files


def _read_lines(folder: Path) -> list[tuple[Path, list[Json]]]:
    """Return every file of lines and the records in it. Raises RenameError."""
    files = []
    for noun in FILED:
        path = folder / f"{noun}.ndjson"
        records = list(read_lines(path)) if path.is_file() else []
        for number, data in records:
            if isinstance(data, LineError):
                raise RenameError(f"{path}:{number}: {data} Nothing was renamed.") from data
        files += [(path, [data for _, data in records if not isinstance(data, LineError)])] if records else []
    return files


def _rename_lines(path: Path, records: list[Json], entry: LoadedRecord, ids: Renames, new: str) -> bool:
    """Write the lines of a file anew in which something has another id, and return whether there are any."""
    lines, changed = path.read_bytes().splitlines(keepends=True), False
    for number, data in enumerate(records):
        identifier = data["id"]
        text = _renamed(SCHEMAS[path.stem](), data, ids, identifier)
        if entry.file == path.name and entry.line == number + 1:
            text = _with_new_id(text, entry.noun, entry.id, new) | ({} if entry.path else {"id": new})
        if text != data:
            lines[number], changed = orjson.dumps(text, option=orjson.OPT_APPEND_NEWLINE), True
    if changed:
        path.write_bytes(b"".join(lines))
    return changed


def _refuse(entries: dict[str, Any], noun: str, old: str, new: str) -> None:
    """Refuse what would lose or confuse something. Raises RenameError."""
    if old not in entries:
        raise RenameError(f"No record of {noun} has the id {old!r}.")
    if new in entries:
        raise RenameError(f"The id {new!r} is taken by {entries[new].file}.")
    if not is_identifier(new) or new.rpartition(":")[0] != old.rpartition(":")[0]:
        raise RenameError(f"{new!r} is not an id for it; what lies inside an event stays inside that event.")


def _with_new_id(data: dict[str, Any], noun: str, old: str, new: str) -> dict[str, Any]:
    """Return the data of the record's own file, the record under its new id and the old one among its former ids."""
    if noun in INNER or (noun == "sources" and old in data.get("sources", {})):
        slug, new_slug = old.rpartition(":")[2], new.rpartition(":")[2]
        renamed = dict[str, Any]()
        for key, item in data[noun].items():
            renamed |= {new_slug: item | _formerly(item, old)} if key == slug else {key: item}
        return data | {noun: renamed}
    return data | _formerly(data, old)


def _formerly(data: dict[str, Any], old: str) -> dict[str, Any]:
    return {"formerly": [*data.get("formerly", ()), old]}


def _renamed(schema: Any, value: Any, ids: Renames, event: str) -> Any:
    """Return what a schema describes with the references in it under their new ids."""
    fields = {field.data_key or name: field for name, field in schema.fields.items()}
    return {key: _renamed_field(fields.get(key), item, ids, event) for key, item in value.items()}


def _renamed_field(field: Any, value: Any, ids: Renames, event: str) -> Any:
    if isinstance(field, Many) and isinstance(value, dict):
        return {key: _renamed_field(field.inner, item, ids, event) for key, item in value.items()}
    if isinstance(field, Many) and isinstance(value, list):
        return [_renamed_field(field.inner, item, ids, event) for item in value]
    if isinstance(field, Ref):
        return _renamed_reference(field, value, ids, event)
    if isinstance(field, Nest) and isinstance(value, dict):
        return _renamed(field.schema, value, ids, event)
    return value


def _renamed_reference(field: Ref, value: str, ids: Renames, event: str) -> str:
    """Return a reference under its new id; a claim of the same event may be named by its slug, a term by its parts."""
    for noun in field.nouns:
        if (noun, value) in ids:
            return ids[noun, value]
        if noun == "claims" and ("claims", f"{event}:{value}") in ids and ":" not in value:
            return ids["claims", f"{event}:{value}"].rpartition(":")[2]
        agreement, _, term = value.rpartition(":")
        if noun == "terms" and ("agreements", agreement) in ids:
            return f"{ids['agreements', agreement]}:{term}"
    return value
