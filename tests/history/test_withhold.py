"""`parley withhold`: words are nowhere in what releases tell any longer, all holds together, and readers learn why."""

import shutil
from pathlib import Path

import pytest
import yaml

from api import create_app
from db.curation.rename import rename_record
from db.history.record_files import check_record_files
from db.history.redaction import MARK
from db.history.withholding import MAX_NAMED
from db.release.build import build_as_of, build_database, load_checked
from db.release.store import served_releases
from tests.cli.test_cli import parley
from tests.conftest import WORLD
from tests.histories import R1, replaced
from tests.history.worlds import edit_record, release_world

pytestmark = pytest.mark.slow

FILE, CLAIM = f"events/{R1}.yaml", f"{R1}:bodies"
WORDS = "Ann Lee of Midport"
QUOTE = f"forty for forty, and {WORDS}"
REASON = "The record does not name people who were held."


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    """Return a world with three releases: words came with the second, and the third took them out again.

    Each was built when it was the newest. An edit that has nothing to do with it waits.
    """
    folder = tmp_path_factory.mktemp("withhold") / "records"
    shutil.copytree(WORLD, folder)
    release_world(folder, "2031-08-01")
    build_database(folder, folder.with_name("build") / "current")
    for day, old, new in (("02", "forty for forty", f"'{QUOTE}'"), ("03", QUOTE, "forty for forty …")):
        replaced(folder, FILE, old, new)
        release_world(folder, f"2031-08-{day}")
        build_database(folder, folder.with_name("build") / "current")
    edit_record(folder, "topics/ceasefire", lambda data: data.update(definition="A halt of all fire."))
    return folder.parent


@pytest.fixture
def world(history, tmp_path):
    return Path(shutil.copytree(history, tmp_path / "world", symlinks=True)) / "records"


def run(world, *arguments):
    settings = {"PARLEY_RECORDS": str(world), "PARLEY_DATABASE": str(world.with_name("build") / "current")}
    return parley(*arguments, **settings)


def withhold(world, *words, noun="claims", identifier=CLAIM, reason=REASON):
    return run(world, "withhold", noun, identifier, *words, "--reason", reason)


def releases(world):
    return [yaml.safe_load(path.read_bytes()) for path in sorted((world / "releases").glob("0*.yaml"))]


def files_with(folder, words):
    """Return the files of a folder that have some words, as YAML breaks lines or as they are."""
    paths = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return [path for path in paths if words in " ".join(path.read_bytes().decode("utf-8", "replace").split())]


def errors_of(world):
    _, timeline = load_checked(world)
    return [str(error) for error in check_record_files(world, timeline)]


def client_of(world):
    pointer = world.with_name("build") / "current"
    return create_app(PARLEY_DATABASE=str(pointer), PARLEY_PUBLIC_URL="http://localhost:8000").test_client()


def test_the_words_are_in_no_file_and_everything_still_holds(world):
    before = releases(world)
    assert files_with(world, WORDS)
    done = withhold(world, WORDS)
    assert done.stderr == ""
    assert "Withheld from 2 releases" in done.stdout
    assert files_with(world, WORDS) == []
    assert errors_of(world) == []
    after = releases(world)
    assert [one["version"] for one in after[:3]] == [one["version"] for one in before]
    # The second has other records now, and the third the same, of which it tells otherwise.
    same = [one["records_digest"] == other["records_digest"] for one, other in zip(before, after, strict=False)]
    assert same == [True, False, True]
    assert after[0] == before[0]
    assert f"forty for forty, and {MARK}" in str(after[2]["changes"])
    _, timeline = load_checked(world)
    assert [change.id for change in timeline.unreleased] == ["ceasefire"]


def test_one_more_release_says_when_and_why_and_those_of_before_say_which(world):
    withhold(world, WORDS)
    first, second, third, act = releases(world)
    [change] = act["changes"]
    assert (change["noun"], change["id"], change["kind"]) == ("claims", CLAIM, "withheld")
    assert change["reason"].startswith(f"{REASON} {MARK} stands for words that the releases ")
    assert f"{second['version']} and {third['version']} told until {act['date']}." in change["reason"]
    assert act["counts"] == third["counts"]
    told = f"Words of claims/{CLAIM} were withheld from it on {act['date']}, as the release {act['version']} tells."
    assert [told in one["notes"] for one in (first, second, third, act)] == [False, True, True, False]
    assert len({one["version"] for one in releases(world)}) == 4


def test_readers_are_told_and_see_the_words_nowhere(world):
    pointer, versions = world.with_name("build") / "current", [one["version"] for one in releases(world)]
    assert WORDS in client_of(world).get(f"/v1/claims?as_of={versions[1]}&view=full").text
    withhold(world, WORDS)
    digests = served_releases(pointer)
    run(world, "build")
    client, act = client_of(world), releases(world)[3]
    [row] = client.get("/v1/corrections?kind=withheld").json["data"]
    assert (row["release"], row["id"], row["before"], row["after"]) == (act["version"], CLAIM, {}, {})
    assert REASON in row["reason"]
    assert "withheld" in client.get("/v1/corrections.txt").text
    assert client.get(f"/v1/claims/{CLAIM}/revisions").json["data"][-1]["kinds"] == ["withheld"]
    record = client.get(f"/v1/claims/{CLAIM}?as_of={versions[1]}")
    assert MARK in record.text
    assert WORDS not in record.text
    assert WORDS not in client.get("/v1/changes?limit=100").text
    # The files of before are there still, and nothing is answered from them: of the first one nothing was withheld.
    assert all((pointer.parent / f"{digest}.db").exists() for digest in digests)
    for version, status in zip(versions, (200, 404, 404), strict=True):
        assert client.get(f"/v1/claims?as_of={version}").status_code == status
    allowed = client.get(f"/v1/claims?as_of={versions[1]}").json["errors"][0]["allowed"]
    assert versions[0] in allowed
    assert not {versions[1], versions[2]} & set(allowed)
    done = run(world, "build", "--as-of", versions[1])
    assert done.returncode == 0, done.stderr
    lists = client_of(world).get(f"/v1/claims?as_of={versions[1]}&view=full")
    assert MARK in lists.text
    assert WORDS not in lists.text


def test_files_of_before_are_forgotten_and_nothing_else(world):
    pointer = world.with_name("build") / "current"
    first, *others = served_releases(pointer)
    assert "0 releases removed" in run(world, "forget").stdout
    # What waits for a release is built and served; then it is of no release.
    run(world, "build")
    between = served_releases(pointer)[-1]
    withhold(world, WORDS)
    run(world, "build")
    newest = served_releases(pointer)[-1]
    done = run(world, "forget")
    assert sorted(done.stdout.split("\n")[:3]) == sorted(f"{digest}.db: removed." for digest in (*others, between))
    assert {path.stem for path in pointer.parent.glob("*.db")} == {first, newest}
    assert not (pointer.parent / "history").exists()
    assert served_releases(pointer) == [newest]
    assert "No release was served before" in run(world, "rollback").stderr
    assert files_with(pointer.parent, WORDS) == []


def test_without_a_served_release_nothing_is_forgotten(tmp_path):
    done = parley("forget", PARLEY_DATABASE=str(tmp_path / "current"))
    assert done.returncode == 1
    assert "leads to no release" in done.stderr


def test_words_that_an_edit_takes_out_are_withheld_from_the_newest_release(world):
    replaced(world, FILE, "forty for forty …", QUOTE)
    release_world(world, "2031-09-01")
    replaced(world, FILE, QUOTE, "forty for forty")
    done = withhold(world, WORDS)
    assert "Withheld from 3 releases" in done.stdout, done.stderr
    assert errors_of(world) == []
    assert files_with(world, WORDS) == []
    _, timeline = load_checked(world)
    assert {change.id for change in timeline.unreleased} == {CLAIM}
    *_, newest, act = releases(world)
    assert newest["records_digest"] == act["records_digest"]
    assert not newest["version"].endswith(newest["records_digest"][:8])


def test_of_an_event_it_takes_what_lies_inside_and_every_id_that_it_had(world):
    rename_record(world, "events", R1, "2031-04-12-harbour-opening")
    release_world(world, "2031-09-01")
    assert "is in no release" in withhold(world, WORDS, noun="events", identifier=R1).stderr
    done = withhold(world, WORDS, noun="events", identifier="2031-04-12-harbour-opening")
    assert "Withheld from 2 releases" in done.stdout, done.stderr
    assert files_with(world, WORDS) == []
    assert errors_of(world) == []
    for release in releases(world):
        assert build_as_of(world, world.with_name("again") / "current", release["version"])


def test_what_was_withheld_once_may_be_followed_by_more(world):
    withhold(world, WORDS)
    done = withhold(world, "and", noun="events", identifier=R1, reason="One word more.")
    assert "has these words now" in done.stderr
    done = withhold(world, f"for forty, and {MARK}", reason="A few words more.")
    assert "Withheld from 2 releases" in done.stdout, done.stderr
    assert errors_of(world) == []
    assert len(releases(world)[1]["notes"].split("were withheld from it")) == 3


@pytest.mark.parametrize(
    ("words", "options", "message"),
    [
        (["Nobody of that name"], {}, "No release tells these words"),
        (["Ann Lee of Mid"], {}, "No release tells these words"),
        ([WORDS], {"identifier": f"{R1}:no-such-claim"}, "is in no release"),
        ([WORDS], {"reason": f"{WORDS} was held."}, "The reason has the words"),
        ([WORDS], {"reason": "Two\nlines."}, "--reason: Has a control character or a line break"),
        (["The sides"], {}, f"has these words now: take them out of {FILE} first"),
        ([f" {WORDS}"], {}, "is nothing to withhold"),
        (["…"], {}, "is nothing to withhold"),
        (["withheld"], {}, "is nothing to withhold"),
    ],
)
def test_what_cannot_be_withheld_is_refused_and_changes_nothing(world, words, options, message):
    before = {path: path.read_bytes() for path in world.rglob("*") if path.is_file()}
    done = withhold(world, *words, **options)
    assert done.returncode == 1
    assert message in done.stderr
    assert done.stdout == ""
    assert {path: path.read_bytes() for path in world.rglob("*") if path.is_file()} == before


def test_the_mark_stands_for_no_id_and_for_nothing_that_must_have_a_form(world):
    source = "southland-radio-2031-04-12"
    name = FILE.removesuffix(".yaml")
    edit_record(world, name, lambda data: data["claims"]["next-round"]["accounts"][1].update(by="ola-vik"))
    edit_record(world, name, lambda data: data["sources"][source].update(url="http://example.org/elsewhere"))
    release_world(world, "2031-09-01")
    done = withhold(world, "joss-tarn", identifier=f"{R1}:next-round")
    assert f"releases/0004.yaml: claims/{R1}:next-round has these words in an id, a value of a list" in done.stderr
    done = withhold(world, "https", noun="sources", identifier=source)
    assert f"0003.yaml: {MARK} cannot stand in their place: {source} of sources, as it was: url: " in done.stderr


def test_other_records_that_have_the_words_are_named(world):
    for place in ("midport", "northland"):
        edit_record(world, f"places/{place}", lambda data: data.update(note=f"So said {WORDS}."))
    edit_record(world, "topics/repatriation", lambda data: data.update(definition=f"A return, said {WORDS}."))
    release_world(world, "2031-09-01")
    edit_record(world, "topics/repatriation", lambda data: data.update(definition="A return."))
    done = withhold(world, WORDS)
    assert done.returncode == 0
    names = [line.split(" has these words too")[0] for line in done.stderr.splitlines()]
    assert names == ["places/midport", "places/northland", "topics/repatriation"]


def test_many_releases_are_counted(world):
    replaced(world, FILE, "forty for forty …", QUOTE)
    for number in range(MAX_NAMED + 1):
        edit_record(world, "topics/ceasefire", lambda data, n=number: data.update(definition=f"A halt, {n}."))
        release_world(world, f"2031-09-0{number + 1}")
    replaced(world, FILE, QUOTE, "forty for forty")
    withhold(world, WORDS)
    every = releases(world)
    assert f"{MAX_NAMED + 3} releases from {every[1]['version']} to " in every[-1]["changes"][0]["reason"]
    assert errors_of(world) == []
