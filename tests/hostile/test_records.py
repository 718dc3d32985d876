"""Records: each reference that leads nowhere and each id that is there twice is found, and both its ends are named."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from db.curation.checks import check_records
from db.curation.format import canonical
from db.curation.load import load_records
from db.curation.records import InvalidRecords
from db.curation.references import values_in
from db.curation.yaml import parse
from db.release.build import build_database
from schemas.model.fields import Ref
from schemas.nouns import INNER
from tests.conftest import LONG, WORLD

SLUGS = st.from_regex(r"[a-z]{3,8}-[a-z]{3,8}-none", fullmatch=True)
OFTEN = settings(
    max_examples=10 * LONG,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=LONG == 1,
    phases=[Phase.explicit, Phase.generate],
)


def references() -> list[tuple[str, tuple[str | int, ...]]]:
    """Return the file and the path of every reference of the made-up world."""
    found = []
    for entry in load_records(WORLD):
        found += [(entry.file, (*entry.path, *path)) for path, _, _ in values_in(entry, Ref)]
    return found


REFERENCES = references()
ROUND = "events/2031-04-12-harbour-round-1.yaml"
WRITTEN = [noun for noun in parse((WORLD / ROUND).read_bytes()).data if noun in INNER]
EVENTS = [event for event in sorted(path.name for path in (WORLD / "events").glob("*.yaml")) if "mistaken" not in event]


def rewrite(records: Path, file: str, path: tuple[str | int, ...], value: str) -> None:
    """Put a value at a path of a file."""
    target = records / file
    data = parse(target.read_bytes()).data
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    target.write_text(canonical(data), encoding="utf-8")


@pytest.fixture
def broken(tmp_path):
    """Return a function that gives a fresh copy of the made-up world."""

    def copy() -> Path:
        shutil.rmtree(tmp_path / "records", ignore_errors=True)
        shutil.copytree(WORLD, tmp_path / "records")
        return tmp_path / "records"

    return copy


@given(
    chosen=st.lists(st.tuples(st.sampled_from(REFERENCES), SLUGS), min_size=1, max_size=5, unique_by=lambda one: one[0])
)
@OFTEN
def test_every_dangling_reference_is_found(broken, chosen):
    records = broken()
    for (file, path), missing in chosen:
        rewrite(records, file, path, missing)
    errors = check_records(load_records(records))
    for (file, path), missing in chosen:
        named = [error for error in errors if error.file == file and f"{missing!r}" in error.message]
        field = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")
        assert any(error.field == field for error in named), (field, [str(error) for error in errors])
        line = (records / file).read_text(encoding="utf-8").splitlines()[named[0].line - 1]
        assert missing in line or len(named) > 1
    with pytest.raises(InvalidRecords):
        build_database(records, records.parent / "parley.db")
    assert not (records.parent / "parley.db").exists()


@given(nouns=st.lists(st.sampled_from(WRITTEN), min_size=2, max_size=2, unique=True), slug=SLUGS)
@OFTEN
def test_every_slug_that_is_there_twice_is_found_at_both_places(broken, nouns, slug):
    records = broken()
    content = parse((records / ROUND).read_bytes()).data
    for noun in nouns:
        content[noun][slug] = next(iter(content[noun].values()))
    (records / ROUND).write_text(canonical(content), encoding="utf-8")
    found = [error for error in check_records(load_records(records)) if f"{slug!r} is there twice" in error.message]
    assert {(error.file, error.field) for error in found} == {(ROUND, f"{noun}.{slug}") for noun in nouns}


@given(pair=st.lists(st.sampled_from(EVENTS), min_size=2, max_size=2, unique=True), slug=SLUGS)
@OFTEN
def test_every_source_that_two_events_have_is_found_and_the_other_named(broken, pair, slug):
    records = broken()
    like = parse((records / ROUND).read_bytes()).data["sources"]["southland-radio-2031-04-12"]
    for event in pair:
        content = parse((records / "events" / event).read_bytes()).data
        content.setdefault("sources", {})[slug] = like | {"url": f"https://example.org/{event}"}
        (records / "events" / event).write_text(canonical(content), encoding="utf-8")
    taken = [str(error) for error in check_records(load_records(records)) if f"{slug!r} is taken by" in error.message]
    assert len(taken) == 1
    assert all(event in taken[0] for event in pair)
