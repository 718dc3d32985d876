"""Record reader: asks the record's own interface, of a server or in this process, and cuts what is too long to read."""

import json
from collections.abc import Callable, Mapping
from http.client import HTTPException
from typing import Any, NamedTuple
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request as UrlRequest
from urllib.request import urlopen

from api import create_app

MAX_CHARACTERS = 60_000
"""Characters of a reply: 15,000 tokens of English, and below 25,000 of any language that the record quotes."""
SERVER_TIMEOUT = 60.0


class Reply(NamedTuple):
    """What the interface answers."""

    status: int
    text: str


class ReadingError(Exception):
    """The interface refused a question; the message teaches how to ask."""


Fetch = Callable[[str], Reply]
"""Ask for a path with its query."""


def in_process(database: str | None = None) -> Fetch:
    """Return what asks the release that `parley build` made, without a server; a new release is noticed."""
    # Standard output belongs to whoever is answered.
    settings = {"PARLEY_ACCESS_LOG": "off"} | ({"PARLEY_DATABASE": database} if database else {})
    app = create_app(**settings)

    def fetch(path: str) -> Reply:
        response = app.test_client().get(path)
        return Reply(response.status_code, response.get_data(as_text=True))

    return fetch


def of_server(url: str) -> Fetch:
    """Return what asks a running server, `url` being what its addresses begin with."""

    def fetch(path: str) -> Reply:
        request = UrlRequest(url.rstrip("/") + path, headers={"User-Agent": "parley-mcp"})  # noqa: S310
        try:
            with urlopen(request, timeout=SERVER_TIMEOUT) as response:  # noqa: S310  # nosec B310 # The operator names it.
                return Reply(response.status, response.read().decode())
        except HTTPError as error:
            return Reply(error.code, error.read().decode(errors="replace"))
        except (URLError, HTTPException, TimeoutError) as error:
            raise ReadingError(f"No server answers at {url}: {error}. Start it, or leave --url out.") from error

    return fetch


def ask(fetch: Fetch, path: str, params: Mapping[str, Any]) -> Reply:
    """Return the reply to a question; parameters that are not given are left out. Raises ReadingError."""
    query = urlencode({name: value for name, value in params.items() if value is not None})
    reply = fetch(f"{path}?{query}" if query else path)
    if reply.status >= 300 and reply.status != 404:
        raise ReadingError(problem_text(reply))
    return reply


def problem_text(reply: Reply) -> str:
    """Return a problem in words: what is wrong, what is allowed, what may have been meant, and what works."""
    try:
        problem = json.loads(reply.text)
    except ValueError:
        return f"The server answered {reply.status}."
    if not isinstance(problem, dict) or "detail" not in problem:
        return f"The server answered {reply.status}."
    lines = [f"{problem['title']} ({reply.status}). {problem['detail']}"]
    for error in problem.get("errors", ()):
        lines.append(f"- {error['parameter']}={error['value']}: {error['problem']}")
        lines += [f"  Allowed: {', '.join(error['allowed'][:50])}."] * bool(error["allowed"])
        lines += [f"  Did you mean {error['did_you_mean']}?"] * bool(error["did_you_mean"])
    return "\n".join(lines + [f"This works: {problem['try']}"] * bool(problem.get("try")))


def rows_as_lines(text: str) -> str:
    """Return a list in JSON with what stands beside the rows on the first line, and each row on one of its own."""
    body = json.loads(text)
    rows = body.pop("data", []) if isinstance(body, dict) else []
    return "\n".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in (body, *rows))


def part_of(text: str, part: int, shorter: str) -> str:
    """Return a part of a text that may be read at once, and say what is left out and how to get it.

    Raises ReadingError.
    """
    parts = split(text)
    if not 1 <= part <= len(parts):
        raise ReadingError(f"There is no part {part}; there are {len(parts)}.")
    if len(parts) == 1:
        return text
    left_out = len(text) - len(parts[part - 1])
    more = f"`part={part + 1}` goes on" if part < len(parts) else "this is the last"
    note = f"[Part {part} of {len(parts)}; {left_out:,} of {len(text):,} characters are left out: {more}. {shorter}]"
    return f"{note}\n{parts[part - 1]}\n{note}"


def split(text: str) -> list[str]:
    """Return a text in parts, cut between lines where that is possible."""
    parts, start = list[str](), 0
    while start < len(text) or not parts:
        end = start + MAX_CHARACTERS
        if end < len(text):
            line_end = text.rfind("\n", start + MAX_CHARACTERS // 2, end)
            end = line_end + 1 if line_end >= 0 else end
        parts.append(text[start:end])
        start = end
    return parts
