"""Assistant tools: what an assistant can ask the record, over the Model Context Protocol."""

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import quote

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import Field

from api.cli.record_reader import Fetch, ReadingError, Reply, ask, part_of, problem_text, rows_as_lines
from api.http.response import API_VERSION
from schemas.nouns import SCHEMAS
from schemas.transfers import GROUPS

INSTRUCTIONS = (
    "A hand-curated, sourced record of negotiations: who met, who said what, what was proposed, agreed and carried out."
    " Begin with `search` or `day`; `record` gives all that is recorded of one id, with its sources. Quote only what"
    " `check` calls verbatim, and cite the address of the record. `coverage` says how far the record goes and what it"
    " is known to lack: what is not found may have happened all the same. Dates are EDTF: 2025-06-02, 2025-06, 2025."
)
READ_ONLY = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)

PartNumber = Annotated[int, Field(description="Which part of a long reply; the reply says how many there are.")]
RowLimit = Annotated[int, Field(description="Most rows, from 1 to 100.")]
NextCursor = Annotated[str | None, Field(description="`cursor` of the `next` link of the reply before.")]
EdtfDay = Annotated[str | None, Field(description="A date in EDTF: 2025-06-02, 2025-06 or 2025.")]
# A schema tells what is allowed; what is not, the interface explains better than a validator.
NounName = Annotated[str, Field(json_schema_extra={"enum": list(SCHEMAS)})]
GroupName = Annotated[str, Field(json_schema_extra={"enum": list(GROUPS)})]
MoreFilters = Annotated[
    dict[str, str] | None,
    Field(description="Further parameters of the address, as /openapi.yaml has them; a wrong one is explained."),
]


class AssistantTools:
    """The tools over one source of the record; each method is one, and its docstring tells the assistant when."""

    def __init__(self, fetch: Fetch) -> None:
        self.fetch = fetch

    def search(
        self,
        words: Annotated[str, Field(description='Words, "phrases", -without; or a pasted URL.')],
        since: EdtfDay = None,
        until: EdtfDay = None,
        filters: MoreFilters = None,
        limit: RowLimit = 20,
        cursor: NextCursor = None,
        part: PartNumber = 1,
    ) -> str:
        """Search every kind of record, the best hits first; `filters` such as type, actor, topic, place, publisher."""
        params = {"q": words, "from": since, "to": until, "limit": limit, "cursor": cursor}
        return self._list("/v1/search", params, filters, part)

    def day(
        self,
        date: Annotated[str, Field(description="2025-06-02, 2025-06 or 2025.")],
        complete: Annotated[bool, Field(description="All that is recorded of each event, with quotes.")] = False,
        cursor: NextCursor = None,
        part: PartNumber = 1,
    ) -> str:
        """Read in short what happened on a day, in a month or a year; `record` gives all of one event."""
        view = "full" if complete else "brief"
        reply = self._ask(f"/v1/events/{quote(date)}.md", {"view": view, "cursor": cursor})
        return self._part(reply.text, part, "`record` gives one of its events; without `complete` it is shorter.")

    def record(
        self,
        noun: NounName,
        id: Annotated[str, Field(description="The id, as search and lists have it.")],  # noqa: A002
        complete: Annotated[bool, Field(description="Every field as JSON, with the words of each source.")] = False,
        part: PartNumber = 1,
    ) -> str:
        """Read all that is recorded at an id: an event with its claims and quotes, an actor, an agreement, a source."""
        suffix = "json" if complete else "md"
        reply = self._ask(f"/v1/{quote(noun, safe='')}/{quote(id, safe=':,')}.{suffix}", {})
        return self._part(reply.text, part, "What lies inside an event is a record of its own, with an id of its own.")

    def check(
        self,
        text: Annotated[str | None, Field(description='A quote, or `Name: "…"`.')] = None,
        url: Annotated[str | None, Field(description="Instead: the address of an article.")] = None,
        date: EdtfDay = None,
        part: PartNumber = 1,
    ) -> str:
        """Check a quote before you use it, or see what the record takes from an article."""
        return self._list("/v1/check", {"text": text, "url": url, "date": date}, None, part)

    def meetings(
        self,
        actor: str,
        other: str | None = None,
        limit: RowLimit = 20,
        cursor: NextCursor = None,
        part: PartNumber = 1,
    ) -> str:
        """List when an actor met another, or anybody: in person, by video or telephone, with the number of all."""
        path = "/".join(["/v1/actors", quote(actor, safe=""), "meetings", *([quote(other, safe="")] if other else [])])
        return self._list(path, {"limit": limit, "cursor": cursor}, None, part)

    def totals(
        self,
        by: Annotated[list[GroupName], Field(description="What to sum by, in this order.")],
        since: EdtfDay = None,
        until: EdtfDay = None,
        filters: MoreFilters = None,
        cursor: NextCursor = None,
        part: PartNumber = 1,
    ) -> str:
        """Sum up prisoners, bodies and others handed over; null says that a number is not known, which is not none."""
        params = {"by": ",".join(by), "from": since, "to": until, "cursor": cursor}
        return self._list("/v1/transfers/totals", params, filters, part)

    def changes(
        self,
        since: Annotated[str, Field(description="A date, or the version of a release.")],
        filters: MoreFilters = None,
        limit: RowLimit = 20,
        cursor: NextCursor = None,
        part: PartNumber = 1,
    ) -> str:
        """List what was added to the record or corrected since a date, with the reasons."""
        reply = self._reply("/v1/changes", {"since": since, "limit": limit, "cursor": cursor}, filters)
        if reply.status == 404:
            return "This server keeps no list of changes. `coverage` names the release that it serves."
        return self._part(rows_as_lines(reply.text), part, "A later `since` or a smaller `limit` is shorter.")

    def coverage(self, part: PartNumber = 1) -> str:
        """Say what the record covers, through which day, and which gaps are known. Read it before saying "never"."""
        return self._list("/v1/coverage", {}, None, part)

    def _list(self, path: str, params: dict[str, Any], filters: MoreFilters, part: int) -> str:
        reply = self._reply(path, params, filters)
        if reply.status == 404:
            raise ToolError(problem_text(reply))
        return self._part(rows_as_lines(reply.text), part, "A smaller `limit` or more filters are shorter.")

    def _ask(self, path: str, params: dict[str, Any]) -> Reply:
        reply = self._reply(path, params, None)
        if reply.status == 404:
            raise ToolError(problem_text(reply))
        return reply

    def _reply(self, path: str, params: dict[str, Any], filters: MoreFilters) -> Reply:
        try:
            return ask(self.fetch, path, params | (filters or {}))
        except ReadingError as refusal:
            raise ToolError(str(refusal)) from refusal

    def _part(self, text: str, part: int, shorter: str) -> str:
        try:
            return part_of(text, part, shorter)
        except ReadingError as refusal:
            raise ToolError(str(refusal)) from refusal


def make_server(fetch: Fetch) -> MCPServer:
    """Return the server with all tools, which only read."""
    server = MCPServer("parley", title="Parley", instructions=INSTRUCTIONS, version=API_VERSION, log_level="WARNING")
    tools = AssistantTools(fetch)
    all_of_them: tuple[Callable[..., str], ...] = (
        *(tools.search, tools.day, tools.record, tools.check),
        *(tools.meetings, tools.totals, tools.changes, tools.coverage),
    )
    for tool in all_of_them:
        server.add_tool(tool, annotations=READ_ONLY, structured_output=False)
    return server
