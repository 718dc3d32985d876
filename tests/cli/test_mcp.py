"""`parley mcp`: an assistant's own client asks the record over standard input and output, and over HTTP."""

import asyncio
import json
import os
import re
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest
from click.testing import CliRunner
from mcp import Client, StdioServerParameters
from mcp.server.mcpserver.exceptions import ToolError

from api import create_app
from api.cli.assistant_tools import AssistantTools
from api.cli.main import main
from api.cli.record_reader import MAX_CHARACTERS, ReadingError, Reply, of_server, part_of, problem_text, split
from db.query.root import ROOT
from tests.conftest import served
from tests.hostile.tiers import free_port

TOOLS = ["search", "day", "record", "check", "meetings", "totals", "changes", "coverage"]
PROGRAM = "import sys; from api.cli.main import main; sys.argv[0] = 'parley'; main()"
MAX_TOKENS = 25_000
ROUND = "2031-04-12-harbour-round-1"


def talk(server, *calls):
    """Return the tools of a server, and what it answers to some calls: whether each is an error, and its text."""

    async def session():
        async with Client(server, read_timeout_seconds=60) as client:
            tools = (await client.list_tools()).tools
            replies = [await client.call_tool(name, arguments) for name, arguments in calls]
            return tools, [(bool(reply.is_error), reply.content[0].text) for reply in replies]

    return asyncio.run(session())


@pytest.fixture
def stdio(database):
    """Return how a client starts `parley mcp` over the made-up world, with no server."""
    environment = os.environ | {"PARLEY_DATABASE": str(database), "PARLEY_ACCESS_LOG": ""}
    return StdioServerParameters(command=sys.executable, args=["-c", PROGRAM, "mcp"], env=environment, cwd=ROOT)


@contextmanager
def over_http(*options):
    """Yield the address of `parley mcp` with streamable HTTP."""
    port = free_port()
    command = [sys.executable, "-c", PROGRAM, "mcp", "--http", str(port), *options]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        for line in process.stderr:
            if "running" in line or "MCP at" in line:
                break
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                talk(f"http://127.0.0.1:{port}/mcp")
                break
            except Exception:
                time.sleep(0.3)
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        process.terminate()
        process.wait(20)
        process.stderr.close()


CALLS = (
    ("search", {"words": "bodies", "filters": {"type": "claim"}}),
    ("day", {"date": "2031-04-12"}),
    ("record", {"noun": "events", "id": ROUND}),
    ("record", {"noun": "claims", "id": f"{ROUND}:bodies", "complete": True}),
    ("check", {"text": 'Joss Tarn: "We proposed to meet again before the end of the month."'}),
    ("meetings", {"actor": "ana-belo", "other": "joss-tarn"}),
    ("totals", {"by": ["month", "what"]}),
    ("changes", {"since": "2031-01-01"}),
    ("coverage", {}),
)


def look_at(tools, replies):
    assert [tool.name for tool in tools] == TOOLS
    for tool in tools:
        assert tool.description
        assert tool.annotations.read_only_hint
    assert [wrong for wrong, _ in replies] == [False] * len(CALLS), replies
    search, day, record, complete, check, meetings, totals, changes, coverage = (text for _, text in replies)
    head, *hits = map(json.loads, search.splitlines())
    assert head["meta"]["total"] == len(hits) > 0
    assert {hit["type"] for hit in hits} == {"claim"}
    assert f"/v1/events/{ROUND}" in day
    assert "We proposed to meet again" in record
    assert "forty for forty" in complete
    assert json.loads(check.splitlines()[0])["verdict"] == "other-speaker"
    assert json.loads(meetings.splitlines()[0])["count"] == len(meetings.splitlines()) - 1
    assert "low" in json.loads(totals.splitlines()[1])
    assert "list of changes" in changes or json.loads(changes.splitlines()[0])
    assert json.loads(coverage)["complete_through"]


def test_over_standard_input_and_output(stdio):
    look_at(*talk(stdio, *CALLS))


def test_over_http_from_a_running_server(site):
    with over_http("--url", site) as address:
        look_at(*talk(address, *CALLS))


def test_what_the_interface_refuses_is_taught(stdio):
    _, replies = talk(
        stdio,
        ("record", {"noun": "events", "id": "2031-04-12-harbour-round-3"}),
        ("search", {"words": "bodies", "filters": {"actr": "ana-belo"}}),
        ("search", {"words": "bodies", "limit": 1000}),
        ("totals", {"by": ["monht"]}),
        ("day", {"date": "2031-13-45"}),
        ("check", {}),
        ("record", {"noun": "event", "id": ROUND}),
        ("meetings", {"actor": "Ana Belo"}),
        ("search", {"words": "bodies", "part": 9}),
    )
    words = [ROUND, "actor", "1 to 100", "month", "date", "url=", f"/v1/events/{ROUND}", "ana-belo", "no part 9"]
    for (wrong, text), word in zip(replies, words, strict=True):
        assert wrong, text
        assert word in text


def test_without_a_server_it_says_so():
    with over_http("--url", f"http://127.0.0.1:{free_port()}") as address:
        ((wrong, text),) = talk(address, ("coverage", {}))[1]
    assert wrong
    assert "No server answers at" in text


def test_no_reply_is_too_long_and_the_parts_are_the_whole(real_database):
    app = create_app(PARLEY_DATABASE=str(real_database), PARLEY_ACCESS_LOG="off")
    with served(app) as site, over_http("--url", site) as address:
        _, replies = talk(
            address,
            ("day", {"date": "2025-06-02", "complete": True}),
            ("day", {"date": "2025-06-02", "complete": True, "part": 2}),
            ("day", {"date": "2025-06-02"}),
            ("day", {"date": "2025"}),
            ("record", {"noun": "events", "id": "2025-06-02-istanbul-round-2"}),
            ("search", {"words": "prisoners", "limit": 100}),
            ("totals", {"by": ["day", "what", "from", "to", "event"]}),
            ("meetings", {"actor": "volodymyr-zelenskyy", "limit": 100}),
            ("coverage", {}),
        )
    for wrong, text in replies:
        assert not wrong
        assert len(text) / 4 <= MAX_TOKENS
    first, second = (text for _, text in replies[:2])
    assert first.startswith("[Part 1 of ")
    assert "`part=2` goes on" in first
    assert first.splitlines()[1:-1] + second.splitlines()[1:-1]
    assert second.startswith("[Part 2 of ")
    in_short = replies[2][1]
    assert "2025-06-02-istanbul-round-2" in in_short
    assert len(in_short) < 10_000


def test_parts_lose_nothing():
    text = "".join(f"line {number}\n" for number in range(20_000)) + "x" * (2 * MAX_CHARACTERS)
    assert "".join(split(text)) == text
    assert max(map(len, split(text))) <= MAX_CHARACTERS
    assert part_of("short", 1, "") == "short"
    with pytest.raises(ReadingError, match="There is no part 2"):
        part_of("short", 2, "")


def test_without_its_packages_it_says_how_to_get_them(monkeypatch):
    monkeypatch.delitem(sys.modules, "api.cli.assistant_tools")
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    done = CliRunner().invoke(main, ["mcp"])
    assert done.exit_code == 1
    [lock] = re.findall(r"deploy/[\w.-]+\.txt(?=`)", done.stderr)
    assert "\nmcp==" in (ROOT / lock).read_text(encoding="utf-8")


def test_what_a_server_refuses_is_taught_too(site):
    tools = AssistantTools(of_server(site))
    with pytest.raises(ToolError, match=rf"\(404\).*\n?(.*\n)*.*{ROUND}"):
        tools.record("events", "2031-04-12-harbour-round-3")
    with pytest.raises(ToolError, match=r"\(400\)(.*\n)*- limit=1000: "):
        tools.search("bodies", limit=1000)


def test_a_server_from_before_there_were_changes_keeps_no_list_of_them():
    asked = list[str]()

    def fetch(path):
        asked.append(path)
        return Reply(404, '{"title": "Not found", "detail": "There is no such address."}')

    said = AssistantTools(fetch).changes("2031-01-01")
    assert said == "This server keeps no list of changes. `coverage` names the release that it serves."
    assert asked == ["/v1/changes?since=2031-01-01&limit=20"]


@pytest.mark.parametrize("text", ["<h1>Bad Gateway</h1>", "", '["detail"]', '{"error": "busy"}'])
def test_what_a_proxy_answers_is_no_problem_of_ours(text):
    assert problem_text(Reply(502, text)) == "The server answered 502."
