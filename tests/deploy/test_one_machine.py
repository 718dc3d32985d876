"""One machine: the lines of docs/one-machine.md, read out of it and run one after the other in a root of their own."""

import re
import shutil
import subprocess

import pytest

from db.query.root import ROOT
from tests.conftest import WORLD
from tests.deploy.test_proxies import needs

pytestmark = pytest.mark.slow

PAGE = (ROOT / "docs" / "one-machine.md").read_text(encoding="utf-8")
PARTS = re.split(r"^## ", PAGE, flags=re.MULTILINE)
NAME = "talks.example"


def lines_of(part: str) -> list[str]:
    """Return what root types in a part of the page."""
    blocks = re.findall(r"```console\n(.*?)```", part, re.DOTALL)
    return [line.removeprefix("# ") for block in blocks for line in block.splitlines()]


def typed(heading: str) -> list[str]:
    """Return the lines of the part under a heading, the name and the source those of the test."""
    part = next(part for part in PARTS if part.startswith(heading))
    return [line for line in lines_of(part) if not re.match(r"NAME=|SOURCE=", line)]


@pytest.fixture
def source(tmp_path):
    """Return a repository with the files of this checkout."""
    source = tmp_path / "source"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file() and not name.startswith("db/records/"):
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, source / name)
    for command in (["init", "--quiet", "--initial-branch=main"], ["add", "--all"], COMMIT):
        subprocess.run(["git", *command], cwd=source, check=True)
    return source


COMMIT = ["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "--all", "--message=A version"]
COMMITTED = f"git -C $SOURCE {' '.join(COMMIT).replace('A version', 'Another')}"
RELEASE = "curl --silent --fail https://$NAME/readyz | jq -r .release"


def test_every_line_of_the_page_is_in_a_part_that_is_run():
    run = [line for heading in "12345678" for line in typed(f"{heading}. ")]
    assert len(run) + 2 == len(re.findall(r"^# (?=[a-zA-Z])", PAGE.partition("\n")[2], re.MULTILINE))
    assert len(run) > 40


@needs("nginx", "unshare", "openssl", "ip", "jq", "curl", "git")
def test_the_page_leads_from_nothing_to_a_server_that_is_updated_and_taken_back(tmp_path, source):
    world = shutil.copytree(WORLD, tmp_path / "records")
    script = [
        (ROOT / "tests" / "deploy" / "one_machine.sh").read_text(encoding="utf-8"),
        *(line for heading in "123456" for line in typed(f"{heading}. ")),
        "echo @@ $(curl --silent --output /dev/null --write-out '%{http_code}' https://$NAME/metrics)",
        "echo @@ $(curl --silent --head https://$NAME/v1/events | grep -ci '^strict-transport-security')",
        "echo @@ $(curl --silent --output /dev/null --write-out '%{http_code}' http://$NAME/v1/events)",
        "echo @@ $(curl --silent https://$NAME/v1/events | jq -r .links.self)",
        f"first=$({RELEASE})",
        f"sed --in-place '0,/^title: .*/s//title: Another title/' {world}/events/2031-04-12-harbour-round-1.yaml",
        *typed("7. ")[:2],
        f"second=$({RELEASE})",
        typed("7. ")[2],
        f'[ "$({RELEASE})" = "$first" ] && [ "$first" != "$second" ] && echo @@ went back',
        typed("7. ")[3],
        f'[ "$({RELEASE})" = "$second" ] && echo @@ and forth',
        "echo >> $SOURCE/README.md",
        COMMITTED,
        *typed("8. ")[:6],
        '[ "$(git -C /srv/parley/app rev-parse HEAD)" != "$(cat /srv/parley/version-before)" ] && echo @@ new code',
        *typed("8. ")[6:],
        '[ "$(git -C /srv/parley/app rev-parse HEAD)" = "$(cat /srv/parley/version-before)" ] && echo @@ old code',
        f'[ "$({RELEASE})" = "$second" ] && echo @@ answers',
        "kill $(cat /run/parley.pid); nginx -s stop",
    ]
    settings = {"ROOT": ROOT, "NAME": NAME, "WORK": tmp_path, "SOURCE": source, "PARLEY_RECORDS": world}
    done = subprocess.run(
        ["unshare", "--net", "--mount", "--pid", "--fork", "--mount-proc", "env"]
        + [f"{name}={value}" for name, value in settings.items()]
        + ["bash", "-c", "\n".join(script)],
        check=False,
        capture_output=True,
        text=True,
        timeout=600,
    )
    journal = tmp_path / "journal"
    said = done.stdout + done.stderr + (journal.read_text(encoding="utf-8")[-2000:] if journal.exists() else "")
    assert done.returncode == 0, said
    assert re.findall(r"^@@ (.*)", done.stdout, re.MULTILINE) == [
        *("404", "1", "200", f"https://{NAME}/v1/events", "went back", "and forth", "new code", "old code", "answers"),
    ], said
    assert "Northland, caller: Ana Belo" in done.stdout, said
    assert (tmp_path / "user").read_text(encoding="utf-8").strip() == "parley"
