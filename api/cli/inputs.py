"""Inputs: what a release was built from, noted beside it, so that the same is not built twice."""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from db.query.release_file import release_file
from db.query.root import ROOT

INPUTS = ("db", "schemas", "api/formats", "api/server", "deploy/requirements.txt")
"""What decides, besides the records, what is in a release and in its downloads."""


def inputs_digest(records: Path) -> str:
    """Return the SHA-256 of all that a release is built from: a folder of records, the code, the Python version."""
    digest = hashlib.sha256(sys.version.encode())
    own_records = ROOT / "db" / "records"
    for folder, without in ((records, None), *((ROOT / name, own_records) for name in INPUTS)):
        for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
            if path.is_file() and "__pycache__" not in path.parts and not (without and without in path.parents):
                content = hashlib.sha256(path.read_bytes()).hexdigest()
                digest.update(f"{path.relative_to(folder)}\0{content}\n".encode())
    return digest.hexdigest()


def note_inputs(pointer: Path, release: str, inputs: str, public_url: str) -> None:
    """Note what a release was built from, and that its downloads for an address were written of that."""
    note = _read_note(pointer, release)
    addresses = note.get("addresses", {}) | {public_url: inputs}
    _note(pointer, release).write_text(json.dumps({"inputs": inputs, "addresses": addresses}) + "\n", encoding="utf-8")


def active_inputs(pointer: Path, public_url: str) -> tuple[str, str, str]:
    """Return the active release, what it was built from, and its downloads for an address; "" for what is not known."""
    try:
        release = pointer.readlink().stem
    except OSError:
        return "", "", ""
    note = _read_note(pointer, release)
    if not note or not release_file(pointer, release).exists():
        return "", "", ""
    return release, str(note.get("inputs", "")), str(note.get("addresses", {}).get(public_url, ""))


def _read_note(pointer: Path, release: str) -> dict[str, Any]:
    """Return what is noted of a release; nothing where nothing is, or what is there is no note."""
    try:
        note = json.loads(_note(pointer, release).read_bytes())
    except (OSError, ValueError):
        return {}
    return note if isinstance(note, dict) and isinstance(note.get("addresses"), dict) else {}


def _note(pointer: Path, release: str) -> Path:
    """Return the file of the note; the store removes it with its release."""
    return release_file(pointer, release).with_suffix(".inputs")
