"""The mirror of docs/mirror.py: folders kept in step through fifty releases have every record to the last byte."""

import importlib.util
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from api import create_app
from db.curation.rename import rename_record
from db.query.root import ROOT
from db.release.build import build_database
from schemas.nouns import SCHEMAS
from tests.conftest import served
from tests.histories import release

pytestmark = pytest.mark.slow

RELEASES, SELDOM = 50, 7
"""Releases, and after how many of them the second folder is brought up."""
SCRIPT = ROOT / "docs" / "mirror.py"
MAX_LINES = 40


@pytest.fixture(scope="module")
def mirror():
    """Return the function of the script that brings a folder up."""
    specification = importlib.util.spec_from_file_location("mirror", SCRIPT)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module.mirror


def edit(world: Path, number: int, chance: random.Random) -> None:
    """Change something in a world: a name, a new actor, another id, a withdrawal, a topic."""
    actors = sorted((world / "actors").glob("new-*.yaml"))
    kind = chance.choice(["name", "new", "rename", "withdraw", "topic"])
    if kind == "name" or (kind in ("rename", "withdraw") and not actors):
        path = chance.choice(sorted((world / "actors").glob("*.yaml")) + sorted((world / "places").glob("*.yaml")))
        first, _, rest = path.read_text().partition("\n")
        path.write_text(f"{first.split(' the ')[0].rstrip()} the {number}th\n{rest}")
    elif kind == "new":
        (world / "actors" / f"new-{number}.yaml").write_text(f"name: New Person {number}\nkind: person\n")
    elif kind == "rename":
        rename_record(world, "actors", chance.choice(actors).stem, f"new-again-{number}")
    elif kind == "withdraw":
        path = chance.choice(actors)
        if "withdrawn" not in path.read_text():
            path.write_text(f"{path.read_text()}withdrawn: {{date: '2031-08-01', reason: Is nobody.}}\n")
    path = world / "events" / "2031-04-20-handover.yaml"
    topics = chance.choice(["[repatriation]", "[repatriation, ceasefire]", "[repatriation, humanitarian]"])
    lines = [f"topics: {topics}" if line.startswith("topics:") else line for line in path.read_text().splitlines()]
    path.write_text(
        "\n".join(lines) + f"\nnote: Edit {number}.\n" if lines[-1][:5] != "note:" else "\n".join(lines) + "\n"
    )


def everything(client) -> dict[str, bytes]:
    """Return every record that is served, by the name of its file in a mirror."""
    return {
        f"{noun}/{record['id']}.json": client.get(f"/v1/{noun}/{record['id']}").data
        for noun in SCHEMAS
        for record in map(json.loads, client.get(f"/v1/{noun}.ndjson?fields=id").text.splitlines())
    }


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.json")}


def test_it_follows_fifty_releases(tmp_path, made_up_records, mirror):
    world, pointer = made_up_records(tmp_path), tmp_path / "build" / "current"
    chance, often, seldom = random.Random(13), tmp_path / "often", tmp_path / "seldom"
    release(world, "2031-07-02")
    build_database(world, pointer)
    app = create_app(PARLEY_DATABASE=str(pointer))
    changed = list[int]()
    with served(app) as address:
        client = app.test_client()
        first = mirror(address, often)
        assert contents(often) == everything(client)
        assert first == len(contents(often))
        for number in range(RELEASES):
            edit(world, number, chance)
            release(world, f"2031-{8 + number // 20:02}-{1 + number % 20:02}", chance.choice(["corrected", "extended"]))
            build_database(world, pointer)
            changed.append(mirror(address, often))
            expected = everything(client)
            assert contents(often) == expected, number
            if number % SELDOM == SELDOM - 1:
                mirror(address, seldom)
                assert contents(seldom) == expected, number
        output = subprocess.run([sys.executable, SCRIPT, address, often], capture_output=True, text=True, check=True)
    assert output.stdout == "0 records changed\n"
    assert sum(changed) < RELEASES * first / 3


def test_it_is_short():
    assert len(SCRIPT.read_text().splitlines()) <= MAX_LINES
