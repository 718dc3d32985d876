"""The judge: what holds for every reply, whatever was asked, and what a case expects besides."""

import json
import re
from typing import Any

from jsonschema import Draft202012Validator

from tests.hostile.case import EVIL, Case
from tests.hostile.wire import BARE, Response, Talk

SILENT = 0
"""What is expected of a server that closes the connection without a word."""
REPEATING = ("link", "location", "content-disposition")
"""Headers of a good reply that hold the request's own address, encoded."""
ENCODED = re.compile(r"[A-Za-z0-9 !#$%&'()*+,./:;<=>?@_~\"\[\]-]*")


class Judge:
    """Holds the replies of one tier to what is expected of it; `problems` reads an error's body."""

    def __init__(self, tier: str, problems: Draft202012Validator) -> None:
        self.tier, self.problems = tier, problems

    def complaints(self, case: Case, said: Talk) -> list[str]:
        """Return everything that is wrong with what was said, in words."""
        found = [wrong for reply in (*said.replies, *said.more) for wrong in self._of_reply(case, reply)]
        last = said.replies[-1].status if said.replies else SILENT
        if len(said.replies) != case.replies and last != SILENT:
            found.append(f"{len(said.replies)} replies instead of {case.replies}")
        if last not in case.expected(self.tier):
            found.append(f"{last} instead of {case.expected(self.tier)}")
        if case.closes and not said.closed and said.replies[-1].status >= 400:
            found.append("the connection stays open")
        if not said.in_step:
            found.append(
                f"out of step with its client afterwards: {[(one.status, one.body[:60]) for one in said.more]}"
            )
        return found

    def _of_reply(self, case: Case, reply: Response) -> list[str]:
        if reply.status == BARE or self._of_varnish(reply):
            return []
        found = []
        if reply.status >= 500:
            found.append(f"{reply.status}")
        if reply.status >= 400:
            found += self._of_problem(reply, reads=not case.closes, head=case.raw.startswith(b"HEAD "))
        if reply.get("x-content-type-options") != "nosniff":
            found.append("no X-Content-Type-Options")
        if reply.get("set-cookie"):
            found.append("sets a cookie")
        if reply.status == 405 and set((reply.get("allow") or "").split(", ")) != {"GET", "HEAD", "OPTIONS"}:
            found.append(f"Allow: {reply.get('allow')}")
        return found + _of_page(reply) + _of_echo(case, reply)

    def _of_varnish(self, reply: Response) -> bool:
        """Tell whether Varnish refused to parse the request: it cannot be told what to say then, and is never alone."""
        return self.tier == "varnish" and reply.status in (400, 417) and not reply.headers and not reply.body

    def _of_problem(self, reply: Response, *, reads: bool, head: bool) -> list[str]:
        kind = reply.get("content-type")
        if kind != "application/problem+json":
            return [f"{kind} instead of a problem"]
        if head:
            return []
        try:
            body: Any = json.loads(reply.body)
        except ValueError:
            return ["a problem that is no JSON"]
        found = [f"a problem that is none: {error.message[:100]}" for error in self.problems.iter_errors(body)]
        if body.get("status") != reply.status:
            found.append(f"says {body.get('status')} in a reply of {reply.status}")
        if not body.get("request_id") or (self.tier == "app" and body["request_id"] != reply.get("x-request-id")):
            found.append("no request id, or another than the header's")
        # A kind that only a proxy has needs no page that explains it (RFC 9457).
        if reads and not body.get("type", "").startswith(("http://localhost:8000/errors/", "about:blank")):
            found.append(f"type {body.get('type')}")
        return found


def _of_page(reply: Response) -> list[str]:
    """Return what is wrong with a reply that a browser would show as a page."""
    if not (reply.get("content-type") or "").startswith("text/html"):
        return []
    policy = reply.get("content-security-policy") or ""
    found = [f"no {part}" for part in ("default-src 'none'", "frame-ancestors 'none'") if part not in policy]
    return found + ([] if reply.get("referrer-policy") == "no-referrer" else ["no Referrer-Policy"])


def _of_echo(case: Case, reply: Response) -> list[str]:
    """Return where a reply repeats what only an attacker would have wanted to read in it."""
    found = []
    for name, value in reply.headers:
        if EVIL in value and "q=" not in value:
            found.append(f"{name} names another host: {value[:100]}")
        if case.said and case.said in value:
            found.append(f"{name} repeats the request: {value[:100]}")
        if name in REPEATING and (reply.status >= 400 or not ENCODED.fullmatch(value)):
            found.append(f"{name} is not encoded: {value[:100]}")
    if EVIL.encode() in reply.body and EVIL.encode() not in case.raw.partition(b" HTTP/")[0]:
        found.append("the body names another host")
    return found
