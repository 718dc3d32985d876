"""Worlds with a history: releases made of a folder of records as a curator makes them, and edits made at random."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from db.curation import yaml
from db.curation.checks import check_records
from db.curation.format import canonical
from db.curation.ids import write_ids
from db.curation.load import find_files, load_records
from db.curation.rename import RenameError, rename_record
from db.history.draft import draft_template
from db.history.release_files import ReleaseFile
from db.history.releasing import make_release, read_draft, write_release
from db.release.build import load_checked
from db.release.identity import identify
from schemas.model.vocabulary import VOCABULARIES
from schemas.nouns import INNER

Edit = Callable[["Editor"], None]


def release_world(folder: Path, date: str = "2031-08-01", reason: str = "The source says so.") -> ReleaseFile:
    """Release the records of a folder as they are, with one reason for all that needs one."""
    records, timeline = load_checked(folder, folder.with_name("loaded.json"))
    text = "".join(draft_template(timeline.unreleased, timeline.present, date))
    path = folder.parent / "draft.yaml"
    path.write_text(text.replace("reason: '?'", f'reason: "{reason}"'), encoding="utf-8")
    release, content = make_release(
        timeline, records, identify(timeline.present).version, read_draft(path), "2031-01-01"
    )
    write_ids(folder, records)
    write_release(folder, timeline, release, content)
    return release


def edit_record(folder: Path, name: str, change: Callable[[dict[str, Any]], Any]) -> None:
    """Change what one file of a folder of records holds, `name` being `events/2031-04-20-handover`."""
    path = folder / f"{name}.yaml"
    data = yaml.parse(path.read_bytes()).data
    change(data)
    path.write_text(canonical(data), encoding="utf-8")


class Editor:
    """Edits a folder of records at random, as curators do on a bad day."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.random = random.Random(seed)  # Nothing is secret here.
        self.number = 0

    def edit(self) -> str:
        """Make one edit that leaves the records sound, and return its name."""
        while True:
            self.number += 1
            before = self._contents()
            edit = self.random.choice(EDITS)
            try:
                edit(self)
                if not check_records(load_records(self.folder, self.folder.with_name("loaded.json"))):
                    return edit.__name__
            except (LookupError, ValueError, RenameError):
                pass  # There was nothing of the kind to edit; so is another one tried.
            after = self._contents()
            for path in after.keys() - before.keys():
                path.unlink()
            for path, content in before.items():
                if after.get(path) != content:
                    path.write_bytes(content)

    def _contents(self) -> dict[Path, bytes]:
        """Return what the files of the records hold."""
        paths = [*find_files(self.folder), *self.folder.glob("*.yaml")]
        return {path: path.read_bytes() for path in paths}

    def file(self, *nouns: str) -> Path:
        """Return the file of some record."""
        return self.random.choice(list(find_files(self.folder, *nouns)))

    def change(self, path: Path, data: dict[str, Any]) -> None:
        """Write a file."""
        path.write_text(canonical(data), encoding="utf-8")

    def event(self) -> tuple[Path, dict[str, Any], str]:
        """Return the file of some event, its data, and a noun of which it has records inside."""
        path = self.file("events")
        data = yaml.parse(path.read_bytes()).data
        return path, data, self.random.choice([noun for noun in INNER if noun in data])


def reword(editor: Editor) -> None:
    path = editor.file()
    data = yaml.parse(path.read_bytes()).data
    name = editor.random.choice([name for name in ("title", "name", "summary", "definition") if name in data])
    editor.change(path, data | {name: f"{data[name].partition(' (')[0]} ({editor.number})"})


def correct_a_claim(editor: Editor) -> None:
    path, data, _ = editor.event()
    claim = editor.random.choice(list(data["claims"].values()))
    claim["status"] = editor.random.choice(list(VOCABULARIES["claim_statuses"]))
    claim["accounts"][0]["says"] = f"It was number {editor.number}."
    editor.change(path, data)


def put_in_another_order(editor: Editor) -> None:
    path, data, noun = editor.event()
    items = list(data[noun].items())
    editor.random.shuffle(items)
    data[noun] = dict(items)
    if noun == "agreements":
        for agreement in data[noun].values():
            agreement["terms"] = dict(reversed(agreement["terms"].items()))
    editor.change(path, data)


def add_an_actor(editor: Editor) -> None:
    data = {"name": f"Person {editor.number}", "kind": "person"}
    editor.change(editor.folder / "actors" / f"person-{editor.number}.yaml", data)


def add_an_event(editor: Editor) -> None:
    path, data, _ = editor.event()
    without = ("sources", "formerly", "withdrawn", "proposals", "agreements", "transfers", "documents")
    data = {name: value for name, value in data.items() if name not in without}
    for noun in ("claims", "statements"):
        for inner in data.get(noun, {}).values():
            inner.pop("formerly", None)
    new = path.with_name(f"{data['date'][:10]}-added-{editor.number}.yaml")
    editor.change(new, data | {"title": f"Event {editor.number}"})


def add_a_claim(editor: Editor) -> None:
    path, data, _ = editor.event()
    claim = dict(editor.random.choice(list(data["claims"].values())), text=f"It was so, {editor.number}.")
    claim.pop("formerly", None)
    items = [*data["claims"].items()]
    items.insert(editor.random.randint(0, len(items)), (f"added-{editor.number}", claim))
    editor.change(path, data | {"claims": dict(items)})


def merge_claims(editor: Editor) -> None:
    path, data, _ = editor.event()
    gone, stays = editor.random.sample(list(data["claims"]), 2)
    claim = data["claims"][stays]
    claim["formerly"] = [*claim.get("formerly", ()), f"{path.stem}:{gone}", *data["claims"][gone].get("formerly", ())]
    del data["claims"][gone]
    editor.change(path, data)


def merge_events(editor: Editor) -> None:
    path, other = editor.random.sample(list(find_files(editor.folder, "events")), 2)
    data, gone = yaml.parse(path.read_bytes()).data, yaml.parse(other.read_bytes()).data
    for noun in INNER:
        if noun in gone:
            data[noun] = data.get(noun, {}) | gone[noun]
    data["sources"] = data.get("sources", {}) | gone.get("sources", {})
    data["formerly"] = [*data.get("formerly", ()), other.stem, *gone.get("formerly", ())]
    other.unlink()
    editor.change(path, {name: value for name, value in data.items() if value})


def withdraw(editor: Editor) -> None:
    path = editor.file()
    data = yaml.parse(path.read_bytes()).data
    withdrawn = {"withdrawn": {"date": "2031-07-02", "reason": f"It never was so, {editor.number}."}}
    inner = [noun for noun in INNER if noun in data]
    if inner and editor.random.random() < 0.5:
        noun = editor.random.choice(inner)
        slug = editor.random.choice(list(data[noun]))
        data[noun][slug] |= withdrawn
        editor.change(path, data)
    else:
        editor.change(path, data | withdrawn)


def reinstate(editor: Editor) -> None:
    path = editor.random.choice([path for path in find_files(editor.folder) if b"\nwithdrawn:" in path.read_bytes()])
    data = yaml.parse(path.read_bytes()).data
    del data["withdrawn"]
    editor.change(path, data)


def rename(editor: Editor) -> None:
    records = load_records(editor.folder, editor.folder.with_name("loaded.json"))
    record = editor.random.choice(list(records))
    head, colon, _ = record.id.rpartition(":")
    rename_record(editor.folder, record.noun, record.id, f"{head}{colon}renamed-{editor.number}")


def give_a_source_a_file(editor: Editor) -> None:
    path, data, _ = editor.event()
    identifier = editor.random.choice(list(data["sources"]))
    editor.change(editor.folder / "sources" / f"{identifier}.yaml", data["sources"].pop(identifier))
    editor.change(path, {name: value for name, value in data.items() if value})


def remark(editor: Editor) -> None:
    path = editor.file()
    editor.change(path, yaml.parse(path.read_bytes()).data | {"note": f"To be looked at, {editor.number}."})


def describe_the_record(editor: Editor) -> None:
    path = editor.folder / "coverage.yaml"
    editor.change(path, yaml.parse(path.read_bytes()).data | {"scope": f"All that happened, {editor.number}."})


def name_synonyms(editor: Editor) -> None:
    text = f"places:\n- [midport, middleport-{editor.number}]\n"
    (editor.folder / "synonyms.yaml").write_text(text, encoding="utf-8")


EDITS: tuple[Edit, ...] = (
    *(reword, reword, correct_a_claim, correct_a_claim, put_in_another_order, add_an_actor, add_an_event, add_a_claim),
    *(merge_claims, merge_events, withdraw, reinstate, rename, give_a_source_a_file, remark),
    *(describe_the_record, name_synonyms),
)
