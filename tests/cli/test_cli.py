"""The `parley` command, as it is run from a shell."""

import errno
import os
import re
import sqlite3
import subprocess
import sys
import traceback
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.cli.main import main
from api.http.response import API_VERSION
from api.server.settings import SETTINGS, BadSetting, load_settings
from db.curation.scaffold import new_record
from db.query.root import ROOT
from schemas.nouns import RegistryError
from tests.conftest import WORLD

pytestmark = pytest.mark.slow


def parley(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in this process: one of its own takes nearly a second to import what it needs."""
    result = CliRunner().invoke(main, arguments, env=environment)
    error = "" if result.exception is None or isinstance(result.exception, SystemExit) else format_exc(result)
    return subprocess.CompletedProcess(arguments, result.exit_code, result.stdout, result.stderr + error)


def format_exc(result: Result) -> str:
    """Return what Python would print of an exception that nobody caught."""
    return "".join(traceback.format_exception(*result.exc_info))


def test_the_program_of_the_environment_runs_the_command():
    program = Path(sys.executable).with_name("parley")
    settings = os.environ | {"PARLEY_RECORDS": str(WORLD)}
    done = subprocess.run([program, "check"], capture_output=True, text=True, check=False, env=settings)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == parley("check", PARLEY_RECORDS=str(WORLD)).stdout


def test_the_version_is_that_of_the_interface():
    assert parley("--version").stdout == f"parley {API_VERSION}\n"


def test_check_of_a_sound_record():
    done = parley("check", PARLEY_RECORDS=str(WORLD))
    assert done.returncode == 0
    assert done.stdout.startswith("No errors: 2 processes, 6 events")


def test_check_and_build_of_a_broken_record(world, tmp_path):
    target = tmp_path / "parley.db"
    assert parley("build", PARLEY_RECORDS=str(world), PARLEY_DATABASE=str(target)).returncode == 0
    before = target.read_bytes()
    path = world / "actors/ana-belo.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("kind: person", "kind: persona"), encoding="utf-8")
    done = parley("check", PARLEY_RECORDS=str(world))
    assert done.returncode == 1
    assert (
        f"{world}/actors/ana-belo.yaml:2: kind: 'persona' is not in actor_kinds; allowed are person, state"
        in done.stderr
    )
    assert "Did you mean person?" in done.stderr
    assert done.stderr.endswith("1 error in 1 file.\n")
    done = parley("build", PARLEY_RECORDS=str(world), PARLEY_DATABASE=str(target))
    assert done.returncode == 1
    assert "actors/ana-belo.yaml:2: kind:" in done.stderr
    assert "is as it was" in done.stderr
    assert target.read_bytes() == before


def test_format(world):
    path = world / "topics/ceasefire.yaml"
    path.write_text('definition:   "A halt of fire."\nname: Ceasefire\n', encoding="utf-8")
    done = parley("format", "--check", PARLEY_RECORDS=str(world))
    assert done.returncode == 1
    assert "topics/ceasefire.yaml: not in canonical form" in done.stderr
    assert parley("format", PARLEY_RECORDS=str(world)).returncode == 0
    assert path.read_text(encoding="utf-8") == "definition: A halt of fire.\nname: Ceasefire\n"
    assert parley("format", "--check", PARLEY_RECORDS=str(world)).returncode == 0


def test_format_names_what_is_no_yaml_and_goes_on(world):
    broken, other = world / "actors/ana-belo.yaml", world / "topics/ceasefire.yaml"
    broken.write_text("name: Ana Belo\nkind: [person\n", encoding="utf-8")
    other.write_text('definition:   "A halt of fire."\nname: Ceasefire\n', encoding="utf-8")
    for arguments in ((), ("--check",)):
        done = parley("format", *arguments, PARLEY_RECORDS=str(world))
        assert done.returncode == 1
        assert re.search(rf"^{re.escape(str(broken))}:\d: file: .", done.stderr, re.MULTILINE)
        assert other.read_text(encoding="utf-8") == "definition: A halt of fire.\nname: Ceasefire\n"
    assert broken.read_text(encoding="utf-8") == "name: Ana Belo\nkind: [person\n"


@pytest.mark.parametrize(
    ("kind", "identifier"),
    [
        *(("event", "2031-07-01-new-round"), ("event", "2031-07-new-round"), ("event", "2031-new-round")),
        *((kind, "something-new") for kind in ("process", "actor", "place", "source", "publisher", "topic")),
    ],
)
def test_new_starts_a_record_that_the_schema_knows(world, kind, identifier):
    done = parley("new", kind, identifier, PARLEY_RECORDS=str(world))
    assert done.returncode == 0, done.stderr
    path = Path(done.stdout.partition(":")[0])
    assert path.exists()
    assert parley("new", kind, identifier, PARLEY_RECORDS=str(world)).returncode != 0
    errors = parley("check", PARLEY_RECORDS=str(world)).stderr
    # What is left to do is to name records that exist; no field of a template is unknown, missing or misspelt.
    ours = [line for line in errors.splitlines() if path.name in line]
    assert all("There is no '" in line for line in ours), ours
    if kind == "event":
        # The date is as precise as the id.
        assert f"date: '{identifier.removesuffix('-new-round')}'\n" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("kind", "identifier", "words"),
    [
        ("event", "Foo", "not an id"),
        ("event", "foo", "begins with its date"),
        ("event", "2031-13-01-foo", "begins with its date"),
        ("actor", "Ana Belo", "not an id"),
    ],
)
def test_new_refuses_what_is_no_id(world, kind, identifier, words):
    done = parley("new", kind, identifier, PARLEY_RECORDS=str(world))
    assert done.returncode != 0
    assert words in done.stderr
    assert parley("check", PARLEY_RECORDS=str(world)).returncode == 0


def test_templates_say_where_the_allowed_values_are():
    for template in (ROOT / "db" / "records" / "_templates").glob("*.yaml"):
        for names, path in re.findall(r"# See ([A-Z_, and]+) in (\S+\.py)", template.read_text(encoding="utf-8")):
            module = (ROOT / path).read_text(encoding="utf-8")
            for name in re.findall("[A-Z_]{3,}", names):
                assert re.search(rf"^{name}(: [^=]+)? = ", module, re.MULTILINE), f"{template.name}: {name} in {path}"


def test_a_noun_without_a_template_is_named(world, monkeypatch, tmp_path):
    monkeypatch.setattr("db.curation.scaffold.TEMPLATES", tmp_path)
    with pytest.raises(RegistryError, match=r"'topics' is missing in db/records/_templates: there is no topic\.yaml"):
        new_record(world, "topic", "something-new")
    assert not (world / "topics" / "something-new.yaml").exists()


def test_rename_renames_everywhere(world):
    old, new = "2031-04-12-harbour-round-1", "2031-04-12-first-round"
    assert parley("ids", PARLEY_RECORDS=str(world)).returncode == 0
    done = parley("rename", "events", old, new, PARLEY_RECORDS=str(world))
    assert done.returncode == 0, done.stderr
    assert "run `parley check`" in done.stdout
    assert parley("rename", "actors", "ana-belo", "ana-maria-belo", PARLEY_RECORDS=str(world)).returncode == 0
    assert parley("rename", "claims", f"{new}:bodies", f"{new}:fallen", PARLEY_RECORDS=str(world)).returncode == 0
    assert parley("check", PARLEY_RECORDS=str(world)).returncode == 0
    assert parley("format", "--check", PARLEY_RECORDS=str(world)).returncode == 0
    named = [path for path in world.rglob("*.yaml") if old in path.read_text(encoding="utf-8")]
    assert named == [world / "events" / f"{new}.yaml"]
    assert "claim: fallen" in named[0].read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("noun", "old", "new", "words"),
    [
        ("actors", "nobody", "somebody", "No record of actors"),
        ("actors", "ana-belo", "joss-tarn", "is taken by actors/joss-tarn.yaml"),
        ("actors", "ana-belo", "Ana", "is not an id"),
        ("claims", "2031-04-12-harbour-round-1:bodies", "2031-04-20-handover:bodies", "stays inside that event"),
    ],
)
def test_rename_refuses_what_would_lose_something(world, noun, old, new, words):
    done = parley("rename", noun, old, new, PARLEY_RECORDS=str(world))
    assert done.returncode != 0
    assert words in done.stderr
    assert parley("check", PARLEY_RECORDS=str(world)).returncode == 0


def test_a_published_record_may_not_vanish(world):
    assert parley("ids", PARLEY_RECORDS=str(world)).returncode == 0
    (world / "ids.txt").write_text(
        (world / "ids.txt").read_text(encoding="utf-8") + "topics bygone\nclaims 2031-04-20-handover:gone\n",
        encoding="utf-8",
    )
    done = parley("check", PARLEY_RECORDS=str(world))
    assert done.returncode == 1
    assert "'bygone' of topics was published and is gone; ids are permanent." in done.stderr
    assert "'2031-04-20-handover:gone' of claims was published" in done.stderr
    assert "2 errors in 1 file." in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [("build",), ("build", "--as-of", "2031"), ("add", "FILE"), ("activate", "00"), ("rollback",), ("serve",)],
)
def test_what_is_no_pointer_stays_what_it_is(world, tmp_path, arguments):
    """Somebody's own copy of a release, say, is not replaced by a link, nor is anything else made or read for that."""
    mine = tmp_path / "mine" / "parley.db"
    mine.parent.mkdir()
    mine.write_bytes(b"precious")
    settings = {"PARLEY_RECORDS": str(world), "PARLEY_DATABASE": str(mine), "PORT": "8799"}
    done = parley(*(str(mine) if one == "FILE" else one for one in arguments), **settings)
    assert done.returncode == 1
    assert done.stderr == (
        f"Error: {mine} is a file and no link to a release, so nothing is put in its place;"
        " PARLEY_DATABASE=FOLDER/current names another place.\n"
    )
    assert list(mine.parent.iterdir()) == [mine]
    assert mine.read_bytes() == b"precious"
    assert not mine.is_symlink()


def test_every_setting_is_documented():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for setting in SETTINGS:
        assert f"`{setting.name}`" in readme
        assert setting.help in readme
    assert set(load_settings({})) == {setting.name for setting in SETTINGS}
    assert load_settings({"PORT": "8123"})["PARLEY_PUBLIC_URL"] == "http://localhost:8123"
    assert load_settings({"PARLEY_PUBLIC_URL": "https://x.example/"})["PARLEY_PUBLIC_URL"] == "https://x.example"
    assert load_settings({"PORT": ""})["PORT"] == "8000"


@pytest.mark.parametrize("port", ["abc", "-5"])
def test_a_port_that_is_no_number_is_refused_in_the_words_of_one_that_is_too_large(port):
    with pytest.raises(BadSetting, match=f"^PORT is '{port}'; it must be a whole number from 1 to 65535.$"):
        load_settings({"PORT": port})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PARLEY_CACHE_BYTES", "32 MB"),
        ("PARLEY_CACHE_BYTES", "-1"),
        ("PARLEY_QUERY_SECONDS", "half"),
        ("PARLEY_QUERY_SECONDS", "nan"),
        ("WEB_CONCURRENCY", "2.5"),
    ],
)
def test_a_setting_that_cannot_be_is_named(name, value):
    with pytest.raises(BadSetting, match=f"^{name} is '{re.escape(value)}'; it must be a"):
        load_settings({name: value})
    done = parley("check", PARLEY_RECORDS=str(WORLD), **{name: value})
    assert done.returncode == 2
    assert done.stderr.strip().endswith("from 1 to 65535." if name == "PORT" else "0 or more.")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "end"),
    [
        *(
            ("PARLEY_PUBLIC_URL", value, "it must be the address of a server, such as https://parley.example.")
            for value in (
                "foo",
                "ftp://x",
                "//x",
                "http://",
                "http://x:y",
                "https://x/?a=b",
                "https://[x",
                "https://a b",
            )
        ),
        ("PARLEY_ACCESS_LOG", "maybe", "it must be on or off."),
    ],
)
def test_what_is_no_address_or_none_of_the_words_is_refused(name, value, end):
    for command in ("check", "build", "serve"):
        done = CliRunner().invoke(main, [command], env={"PARLEY_RECORDS": str(WORLD), name: value})
        assert done.exit_code == 2
        assert done.stderr.splitlines()[-1] == f"Error: {name} is {value!r}; {end}"


@pytest.mark.parametrize("address", ["http://localhost:8000", "https://x.example/talks/", "http://[::1]:80", ""])
def test_an_address_that_links_can_begin_with_is_taken(address):
    assert load_settings({"PARLEY_PUBLIC_URL": address})["PARLEY_PUBLIC_URL"] == (
        address.rstrip("/") or "http://localhost:8000"
    )


@pytest.fixture
def generated(tmp_path, monkeypatch):
    """Return a file that differs from the one that the code makes, in the place of all generated files."""
    path = tmp_path / "openapi.yaml"
    path.write_text("old\n", encoding="utf-8")
    monkeypatch.setattr("api.specification.build.generated_files", lambda: {path: "new\n"})
    monkeypatch.setattr("api.cli.main.ROOT", tmp_path)
    return path


def test_the_specification_is_compared_and_written(generated):
    """`parley openapi --check` changes nothing and fails; `parley openapi` writes what differs, and then nothing."""
    run = CliRunner().invoke
    done = run(main, ["openapi", "--check"])
    assert (done.exit_code, done.stderr.partition("\n")[0]) == (1, "openapi.yaml: differs from the code")
    assert done.stderr.endswith("Run `parley openapi` and commit what it writes.\n")
    assert generated.read_text(encoding="utf-8") == "old\n"
    assert (run(main, ["openapi"]).stdout, generated.read_text(encoding="utf-8")) == (
        "openapi.yaml: written\n",
        "new\n",
    )
    assert [run(main, ["openapi", *more]).output for more in ([], ["--check"])] == ["", ""]
    generated.unlink()
    assert run(main, ["openapi", "--check"]).exit_code == 1
    assert run(main, ["openapi"]).exit_code == 0
    assert generated.read_text(encoding="utf-8") == "new\n"


def test_without_a_checkout_there_is_no_specification_to_write(generated, monkeypatch):
    monkeypatch.setattr("api.cli.main.IS_CHECKOUT", False)
    done = CliRunner().invoke(main, ["openapi"])
    assert (done.exit_code, "files of a checkout" in done.stderr) == (1, True)
    assert generated.read_text(encoding="utf-8") == "old\n"


@pytest.mark.parametrize("error", [OSError(errno.EACCES, "Permission denied"), sqlite3.OperationalError("locked")])
def test_only_a_full_disk_is_said_to_be_full(monkeypatch, error):
    def fail():
        raise error

    monkeypatch.setattr("api.specification.build.generated_files", fail)
    assert CliRunner().invoke(main, ["openapi"]).exception is error
