"""`parley release`: what a curator has to say, what is refused, and files that were tampered with, each by its name."""

import shutil
from hashlib import sha256

import pytest
import yaml

from api.cli.history import unreleased_note
from db.curation.load import load_records
from db.curation.rename import rename_record
from db.history.changes import RecordChange
from db.history.kinds import propose_kind
from db.history.release_files import PastCorrection, ReleaseFile, file_name
from db.history.revisions import revisions_of
from db.history.timeline import ReplayError, load_timeline
from tests.cli.test_cli import parley
from tests.conftest import WORLD
from tests.history.worlds import edit_record, release_world

pytestmark = pytest.mark.slow

SAID = "reason: The wire says 41.\n  source: example-wire-2031-04-12"
HARBOUR = "2031-04-12-harbour-round-1"
ROUND = f"events/{HARBOUR}"


@pytest.fixture
def folder(tmp_path):
    """Return a world with a first release."""
    folder = tmp_path / "records"
    shutil.copytree(WORLD, folder)
    release_world(folder, "2026-08-01")
    return folder


def run(folder, *arguments):
    done = parley(*arguments, PARLEY_RECORDS=str(folder), PARLEY_DATABASE=str(folder.with_name("current")))
    return done.stdout, done.stderr


def releases(folder):
    return [yaml.safe_load(path.read_bytes()) for path in sorted((folder / "releases").glob("*.yaml"))]


def test_notes_that_nobody_writes_count_the_kinds_that_the_release_has(folder):
    rename_record(folder, "actors", "ola-vik", "ola-vik-of-midport")
    edit_record(folder, ROUND, reword_a_claim)
    draft = folder.with_name("draft.yaml")
    template, _ = run(folder, "release", "--template")
    assert "kind: corrected" in template
    draft.write_text(
        template.replace("kind: corrected", "kind: extended").replace("'?'", "Said more."), encoding="utf-8"
    )
    run(folder, "release", str(draft))
    notes = "1 actor renamed, 1 claim extended, 1 process and 1 event and 1 transfer reworded."
    assert sorted(releases(folder)[1]["notes"].strip(".").split(", ")) == sorted(notes.strip(".").split(", "))


def test_the_first_release_of_a_draft_as_it_is_tells_what_there_is(folder):
    shutil.rmtree(folder / "releases")
    draft = folder.with_name("draft.yaml")
    draft.write_text(run(folder, "release", "--template")[0], encoding="utf-8")
    run(folder, "release", str(draft))
    assert releases(folder)[0]["notes"].startswith("The first release: 2 processes, ")


def reword_a_claim(data):
    data["claims"]["bodies"]["text"] = "The sides spoke of the bodies of 41 sailors."


def test_a_release_says_what_changed_why_and_what_stood_there(folder):
    assert "not released" not in run(folder, "check")[0]
    edit_record(folder, ROUND, reword_a_claim)
    assert run(folder, "check")[0].splitlines()[1:] == [unreleased_note(1)]
    withdrawn = {"withdrawn": {"date": "2026-08-02", "reason": "Twice."}}
    edit_record(folder, ROUND, lambda data: data["statements"]["belo-month"].update(withdrawn))
    rename_record(folder, "actors", "ola-vik", "ola-vik-of-midport")
    template, error = run(folder, "release", "--template")
    assert not error
    assert "#   text: The sides spoke of returning the bodies of 40 sailors." in template
    assert "#   now: The sides spoke of the bodies of 41 sailors." in template
    assert template.count("reason: '?'") == 1
    draft = folder.with_name("draft.yaml")
    draft.write_text(template, encoding="utf-8")
    _, error = run(folder, "release", str(draft))
    assert "changes[" in error
    assert "Not said yet; write a sentence for readers." in error
    draft.write_text(template.replace("reason: '?'", SAID), encoding="utf-8")
    said, error = run(folder, "release", str(draft))
    assert "releases/0002.yaml: release 2031-07-01." in said, error
    release = releases(folder)[1]
    changes = {(change["noun"], change["id"], change["kind"]): change for change in release["changes"]}
    assert changes["claims", "2031-04-12-harbour-round-1:bodies", "corrected"] == {
        "noun": "claims",
        "id": "2031-04-12-harbour-round-1:bodies",
        "kind": "corrected",
        "reason": "The wire says 41.",
        "source": "example-wire-2031-04-12",
        "before": {"text": "The sides spoke of returning the bodies of 40 sailors."},
    }
    assert changes["statements", f"{HARBOUR}:belo-month", "withdrawn"]["reason"] == "Twice."
    assert changes["statements", f"{HARBOUR}:belo-month", "withdrawn"]["absent"] == ["withdrawn"]
    assert changes["actors", "ola-vik-of-midport", "renamed"]["before"] == {"id": "ola-vik"}
    follows = [change for change in release["changes"] if change["kind"] not in ("corrected", "withdrawn", "renamed")]
    assert follows
    assert {change["reason"] for change in follows} == {"Names ola-vik-of-midport of actors by its new id."}
    assert "Nothing changed since release" in run(folder, "release")[1]
    assert "ola-vik-of-midport" in (folder / "ids.txt").read_text(encoding="utf-8")


def test_one_sentence_tells_a_mass_edit(folder):
    def add_claims(data):
        data["claims"] |= {f"claim-{number}": dict(data["claims"]["bodies"]) for number in range(10)}

    def date_all(data):
        data["claims"] = {slug: claim | {"date": "2031-04-11"} for slug, claim in data["claims"].items()}

    edit_record(folder, ROUND, add_claims)
    release_world(folder, "2026-08-02")
    edit_record(folder, ROUND, date_all)
    template, _ = run(folder, "release", "--template")
    assert template.count("reason: '?'") == 1
    assert template.count("  - claims/") >= 10


def test_what_was_added_needs_no_reason(folder):
    (folder / "actors" / "new-one.yaml").write_text("name: New One\nkind: person\n", encoding="utf-8")
    said, error = run(folder, "release")
    assert "1 change. 1 actor added." in said, error
    assert releases(folder)[1]["changes"] == [{"noun": "actors", "id": "new-one", "kind": "added"}]


def test_a_remark_for_curators_is_no_change(folder):
    edit_record(folder, "topics/ceasefire", lambda data: data.update(note="To be looked at."))
    assert "Nothing changed since release" in run(folder, "release")[1]


@pytest.mark.parametrize(
    ("draft", "error"),
    [
        ("notes: One.\n", "changed (text) and nobody says why"),
        ("changes:\n- kind: corrected\n  reason: So.\n  records: [claims/none]\n", "claims/none did not change"),
        ("changes:\n- kind: mended\n  reason: So.\n  records: [claims/none]\n", "Must be one of: added, corrected"),
        ("changes:\n- kind: withdrawn\n  reason: So.\n  records: [{claim}]\n", "was corrected, as its file says"),
        (
            "changes:\n- kind: corrected\n  reason: So.\n  source: x y\n  records: [{claim}]\n",
            "neither the id of a source",
        ),
        ("date: 2026-07-01\n", "Before 2026-08-01, the date of releases/0001.yaml"),
        ("date: soon\n", "Not a day like"),
        ("date: '2031-02-30'\n", "Not a day like"),
        ("nots: x\n", "There is no such field"),
        (
            "corrections:\n- {noun: claims, id: a, date: '2031', kind: corrected, reason: So.}\n",
            "Only the first release",
        ),
        ("changes: [\n", "Not YAML"),
    ],
)
def test_a_draft_that_does_not_say_what_it_has_to(folder, draft, error):
    edit_record(folder, ROUND, reword_a_claim)
    path = folder.with_name("draft.yaml")
    path.write_text(draft.replace("{claim}", "claims/2031-04-12-harbour-round-1:bodies"), encoding="utf-8")
    _, said = run(folder, "release", str(path))
    assert error in said
    assert "Not released." in said
    assert len(releases(folder)) == 1


def test_nothing_vanishes(folder):
    # The list of all ids says it first, where it is there.
    (folder / "ids.txt").unlink()
    edit_record(folder, ROUND, lambda data: data["statements"].popitem())
    for command in ("check", "build", "release"):
        assert "was released and is gone; nothing is deleted." in run(folder, command)[1]


def three_releases(folder):
    for number in (2, 3):
        edit_record(folder, "topics/ceasefire", lambda data, n=number: data.update(definition=f"A halt, {n}."))
        release_world(folder, f"2026-08-0{number}")
    return [folder / "releases" / f"000{number}.yaml" for number in (1, 2, 3)]


def cut(files):
    files[1].write_bytes(files[1].read_bytes()[:-80])


def cut_to_nothing(files):
    files[1].write_bytes(b"")


def edited(files):
    files[1].write_bytes(files[1].read_bytes().replace(b"The source says so.", b"The source says no."))


def last_edited(files):
    files[2].write_bytes(files[2].read_bytes().replace(b"The source says so.", b"The source says no."))


def reordered(files):
    files[1].rename(files[1].with_name("x"))
    files[2].rename(files[1])
    files[1].with_name("x").rename(files[2])


def gone(files):
    files[1].unlink()


def last_gone(files):
    files[2].unlink()


def another_first(files):
    files[0].write_bytes(files[1].read_bytes().replace(b"sequence: '2'", b"sequence: '1'"))


def newest_edited(files):
    path = files[0].with_name("newest.ndjson")
    path.write_bytes(path.read_bytes().replace(b"A halt, 3.", b"A halt, 4."))


def newest_gone(files):
    files[0].with_name("newest.ndjson").unlink()


@pytest.mark.parametrize(
    ("tamper", "name", "message"),
    [
        (cut, "releases/0002.yaml", "Was cut"),
        (cut_to_nothing, "releases/0002.yaml", "Was cut"),
        (edited, "releases/0002.yaml", "Was edited"),
        (last_edited, "releases/0003.yaml", "Was edited"),
        (reordered, "releases/0002.yaml", "Holds release 3"),
        (gone, "releases/0002.yaml", "Missing"),
        (last_gone, "releases/newest.ndjson", "a release file is missing after releases/0002.yaml"),
        (another_first, "releases/0001.yaml", "Was edited"),
        (newest_edited, "releases/newest.ndjson", "was edited"),
        (newest_gone, "releases/newest.ndjson", "Missing"),
    ],
)
def test_files_that_were_tampered_with_are_refused_by_name(folder, tamper, name, message):
    files = three_releases(folder)
    edit_record(folder, "topics/ceasefire", lambda data: data.update(definition="A halt, not released."))
    assert load_timeline(folder, load_records(folder))[1] == []
    tamper(files)
    errors = load_timeline(folder, load_records(folder))[1]
    assert [error.file for error in errors] == [name]
    assert message in errors[0].message
    assert f"{name}:" in run(folder, "check")[1]


def test_a_file_resealed_after_an_edit_is_refused_by_the_next_one(folder):
    """The seal is no secret; but who writes a file anew would have to write all that follow it."""
    files = three_releases(folder)
    text = files[1].read_bytes().replace(b"The source says so.", b"The source says no.").rpartition(b"digest: ")[0]
    files[1].write_bytes(text + f"digest: {sha256(text).hexdigest()}\n".encode())
    errors = load_timeline(folder, load_records(folder))[1]
    assert [error.file for error in errors] == [file_name(3)]
    assert "The file that it follows is not the releases/0002.yaml that is there" in errors[0].message


def test_a_version_that_two_releases_have_is_refused(folder):
    first, _, last = three_releases(folder)
    version = yaml.safe_load(first.read_bytes())["version"].encode()
    text = last.read_bytes().rpartition(b"digest: ")[0]
    text = text.replace(yaml.safe_load(text)["version"].encode(), version)
    last.write_bytes(text + f"digest: {sha256(text).hexdigest()}\n".encode())
    [error] = load_timeline(folder, load_records(folder))[1]
    assert (error.file, error.field) == (file_name(3), "version")
    assert error.message.startswith(f"{version.decode()} is the version of releases/0001.yaml too")


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ({"text": "40 bodies were handed over."}, {"text": "41 bodies were handed over."}, "corrected"),
        ({"text": "40 bodies were handed over."}, {"text": "40 bodies were given over."}, "reworded"),
        ({"status": "agreed"}, {"status": "claimed"}, "corrected"),
        ({"topics": ["a", "c"]}, {"topics": ["a", "b", "c"]}, "extended"),
        ({"topics": ["a", "c"]}, {"topics": ["c", "a"]}, "corrected"),
        ({"date": None}, {"date": "2031"}, "extended"),
        ({"date": "2031"}, {"date": None}, "corrected"),
        (
            {"accounts": [{"by": "a", "says": "One."}]},
            {"accounts": [{"by": "a", "says": "One."}, {"by": "b"}]},
            "extended",
        ),
        (
            {"accounts": [{"by": "a", "says": "So it was."}]},
            {"accounts": [{"by": "a", "says": "It was so."}]},
            "reworded",
        ),
        ({"accounts": [{"by": "a", "says": "One."}]}, {"accounts": [{"by": "b", "says": "One."}]}, "corrected"),
        ({"withdrawn": None}, {"withdrawn": {"date": "2031", "reason": "So."}}, "withdrawn"),
    ],
)
def test_kinds_are_guessed_from_what_changed(before, after, kind):
    assert propose_kind(before, after) == kind


def test_the_first_release_tells_of_corrections_before_it(folder):
    shutil.rmtree(folder / "releases")
    said = {"noun": "topics", "id": "ceasefire", "date": "2026-07-01", "kind": "corrected", "reason": "It was wrong."}
    draft = folder.with_name("draft.yaml")
    draft.write_text(yaml.safe_dump({"corrections": [said | {"before": {"name": "Truce"}}]}), encoding="utf-8")
    assert "releases/0001.yaml" in run(folder, "release", str(draft))[0]
    assert releases(folder)[0]["corrections"] == [said | {"before": {"name": "Truce"}}]
    assert run(folder, "check")[1] == ""
    assert load_timeline(folder, load_records(folder))[0].releases[0].corrections[0].reason == "It was wrong."


def test_what_says_itself_why_it_changed_needs_no_draft(folder):
    rename_record(folder, "actors", "ola-vik", "ola-vik-of-midport")
    said, error = run(folder, "release")
    assert "releases/0002.yaml" in said, error
    reasons = {(change["kind"], change["reason"]) for change in releases(folder)[1]["changes"]}
    assert ("renamed", "Had the id ola-vik before, which leads here.") in reasons
    assert ("reworded", "Names ola-vik-of-midport of actors by its new id.") in reasons


def test_a_state_that_is_not_the_one_of_its_release_is_no_answer(folder):
    three_releases(folder)
    timeline, _ = load_timeline(folder, load_records(folder))
    assert timeline.state_at(1)
    timeline.releases[1].changes[0].before["definition"] = "A halt, as somebody would have it."
    assert timeline.state_at(2)
    with pytest.raises(
        ReplayError, match=r"^releases/0001\.yaml: the state made again has the digest [0-9a-f]{64}, not "
    ):
        timeline.state_at(1)


def test_without_a_release_all_came_with_the_first_to_come():
    own = revisions_of([], [], "2031-08-01", "2031-08-01.aaaaaaaa").of(("topics", "ceasefire"))
    assert (own.created_in, own.updated_in, own.corrected_in, own.number, own.is_released) == (1, 1, None, 1, False)


def first_release(*corrected):
    """Return a first release, before which a topic was corrected on some days."""
    corrections = [PastCorrection("topics", "ceasefire", day, "corrected", "Why.") for day in corrected]
    return ReleaseFile(1, "2031-09-01.aaaaaaaa", "2031-09-01", "", "", "", {}, [], corrections)


@pytest.mark.parametrize(("built", "updated"), [("2031-08-01", "2031-09-01"), ("2031-10-01", "2031-10-01")])
def test_an_edit_that_waits_is_no_older_than_the_newest_release(built, updated):
    change = RecordChange("topics", "ceasefire", "corrected", {"name": "Truce"})
    assert revisions_of([first_release()], [change], built, "next").of(change.key).updated == updated


def test_what_was_corrected_twice_before_the_first_release_was_there_at_the_first():
    own = revisions_of([first_release("2031-08-01", "2031-07-01")], [], "2031-09-01", "").of(("topics", "ceasefire"))
    assert (own.created, own.corrected) == ("2031-07-01", "2031-08-01")
