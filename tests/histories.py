"""Histories: the made-up world edited and released several times, and what each of its releases served."""

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask

from api import create_app
from db.curation.ids import write_ids
from db.curation.rename import rename_record
from db.history.releasing import FIXED_KINDS, Draft, make_release, write_release
from db.release.build import build_database, load_checked
from db.release.identity import identify

R1, CALL = "2031-04-12-harbour-round-1", "2031-05-harbour-call"
RENAMED = "2031-05-harbour-telephone-call"
NEW = "name: Mia Dahl\nkind: person\n"


def replaced(world: Path, name: str, old: str, new: str) -> None:
    """Replace a text in a file of a record, once."""
    path = world / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def release(world: Path, date: str, kind: str = "corrected", source: str = "") -> str:
    """Release a world as it stands, every change for a reason that names the record; return the version."""
    records, timeline = load_checked(world)
    entries = [
        {"kind": change.kind if change.kind in FIXED_KINDS else kind, "records": [f"{change.noun}/{change.id}"]}
        | {"reason": f"{change.id} was wrong until {date}."}
        | ({"source": source} if source else {})
        for change in timeline.unreleased
        if change.kind != "added"
    ]
    draft = Draft({"notes": f"What was known on {date}.", "changes": entries})
    made, text = make_release(timeline, records, identify(timeline.present).version, draft, date)
    write_ids(world, records)
    write_release(world, timeline, made, text)
    return made.version


@dataclass
class Stage:
    """One release: its version and day, and what it served, by address."""

    version: str
    date: str
    served: dict[str, tuple[int, str, dict[str, str]]] = field(default_factory=dict)


@dataclass
class History:
    """A world that was released several times, and what each release served while it was the newest."""

    world: Path
    pointer: Path
    stages: list[Stage]

    def app(self, **settings: str) -> Flask:
        """Return the application over the newest release."""
        return create_app(PARLEY_DATABASE=str(self.pointer), PARLEY_PUBLIC_URL="http://localhost:8000", **settings)


def _first(world: Path) -> None:
    del world


def _correct(world: Path) -> None:
    replaced(world, f"events/{R1}.yaml", "title: First round", "title: First meeting")
    replaced(world, f"events/{R1}.yaml", "bodies of 40 sailors", "bodies of 41 sailors")


def _add(world: Path) -> None:
    (world / "actors" / "mia-dahl.yaml").write_text(NEW, encoding="utf-8")


def _rename(world: Path) -> None:
    rename_record(world, "events", CALL, RENAMED)


def _withdraw(world: Path) -> None:
    path = world / "actors" / "mia-dahl.yaml"
    path.write_text(
        f"{NEW}withdrawn: {{date: '2031-10-01', reason: There is nobody of that name.}}\n", encoding="utf-8"
    )


def _extend(world: Path) -> None:
    replaced(world, "actors/ola-vik.yaml", "name: Ola Vik", "name: Ola Vik the Elder")


EDITS: tuple[tuple[str, str, Callable[[Path], None]], ...] = (
    ("2031-07-02", "corrected", _first),
    ("2031-08-01", "corrected", _correct),
    ("2031-08-01", "corrected", _add),
    ("2031-09-01", "corrected", _rename),
    ("2031-10-01", "corrected", _withdraw),
    ("2031-11-01", "extended", _extend),
)
"""The day of each release, the kind of its changes, and the edit that came before it."""


def make_history(folder: Path, records: Path, addresses: Iterable[str]) -> History:
    """Edit and release a copy of some records, and note what each release serves at some addresses."""
    world = folder / "world"
    shutil.copytree(records, world)
    history = History(world, folder / "build" / "current", [])
    for date, kind, edit in EDITS:
        edit(world)
        version = release(world, date, kind, "example-wire-2031-04-12" if edit is _correct else "")
        build_database(world, history.pointer)
        stage = Stage(version, date)
        client = history.app().test_client()
        for address in addresses:
            response = client.get(address)
            stage.served[address] = (response.status_code, response.text, dict(response.headers))
        history.stages.append(stage)
    return history
