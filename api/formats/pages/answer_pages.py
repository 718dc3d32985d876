"""Answer pages: hits, sums, meetings and counts on a page, with a form to ask anew."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import parse_qs, urlencode, urlsplit

from api.formats.content import Content
from api.formats.pages.filter_form import form_of
from api.formats.pages.heads import head_of
from api.formats.pages.matches import match_items
from api.formats.pages.rendering import html_of
from api.formats.text.answers import AnswerRows, answer_body, grid
from api.formats.text.blocks import Anchor, Block, Fact, Grid, Heading, Item, Line, Paragraph, Strong
from api.formats.text.page import neighbours, past_blocks
from api.formats.text.phrases import counted, date_words
from db.query.titles import Titles
from schemas.model.base import Json

TITLES = {
    "/v1/search": "Search",
    "/v1/suggest": "Names",
    "/v1/transfers/totals": "Transfers summed up",
    "/v1/on-this-day": "On this day",
    "/v1/changes": "Changes",
    "/v1/corrections": "Corrections",
    "/v1/check": "Check a quote",
    "/v1/coverage": "Coverage",
    "/v1/downloads": "Downloads",
    "/v1/vocabularies": "Vocabularies",
}
"""What the pages of answers are called; another one by its description."""
HINTS = {
    "/v1/search": "Words, names, a day or a month, or the address of a publication find the records that have them.",
    "/v1/suggest": "The beginning of a name or a title finds the records that are called so.",
    "/v1/check": "Whether the record has a quote, and whose it is; or what it takes from an article.",
    "/v1/transfers/totals": "How many prisoners, bodies and others were handed over, summed by month, side and more.",
}
"""What to write into the form of an answer that nobody has asked for yet."""
DATE_COLUMNS = ("date", "period", "since", "until")
LIST_NAMES = {"year": "date", "month": "date", "day": "date", "from": "from_side", "to": "to_side"}
"""What the list of transfers calls what they are summed by."""
MAX_LINE_LENGTH = 600
"""Letters of a line of an item; a change tells all that stood there."""
NOUN_OF_COLUMN = {"from": "actors", "to": "actors", "process": "processes", "event": "events"}
"""The nouns of what transfers are summed by, whose ids a page shows as names."""
_DAY = re.compile(r"\d{4}(-\d{2}){0,2}(/\d{4}(-\d{2}){0,2})?")
_MARK = re.compile(r"\[([^\[\]]*)\]")
"""What a snippet marks in its words."""


def answer_page(content: Content, rows: list[Json], blocks_of_rows: AnswerRows, more: Json) -> bytes:
    """Return an answer as a page."""
    path = urlsplit(content.address).path.removesuffix(".html")
    title = TITLES.get(path) or _title(content, path)
    blocks: list[Block] = [
        Heading(0, [title]),
        *past_blocks(content),
        *_body(content, path, rows, blocks_of_rows, more),
        *neighbours(content),
    ]
    form = form_of(content.frame, path) if content.frame else None
    return html_of(blocks, head_of(content, blocks, title), form)


def _title(content: Content, path: str) -> str:
    """Return what the page of an answer is called: by the record that it is about, or else by its description."""
    noun, identifier, *_ = f"{path}//".split("/")[2:]
    if noun == "vocabularies" and identifier:
        return f"Vocabulary: {identifier.replace('-', ' ')}"
    titles = content.frame.titles if content.frame else {}
    if path.endswith("/revisions") and (noun, identifier) in titles:
        return f"Revisions of “{titles[noun, identifier]}”"
    return content.description.removesuffix(".").removesuffix(", by date")


def _body(content: Content, path: str, rows: list[Json], blocks_of_rows: AnswerRows, more: Json) -> Iterator[Block]:
    if content.frame and content.frame.is_blank:
        yield Paragraph([HINTS.get(path, "Fill in the form.")])
    elif path in ("/v1/search", "/v1/suggest"):
        yield from _hits(content, rows, more)
    elif path.startswith("/v1/vocabularies"):
        yield Paragraph(["What the closed fields of the record may say, each value defined."])
        yield from _vocabularies(rows)
    else:
        blocks = [_readable(block) for block in answer_body(content, blocks_of_rows, more)]
        blocks = _with_records(content, blocks, rows) if path == "/v1/transfers/totals" else blocks
        if path == "/v1/check":
            blocks = [*(block for block in blocks if not isinstance(block, Grid)), *match_items(rows)]
        yield from ([Paragraph([content.description])] if path in TITLES and path != "/v1/coverage" else [])
        # How many files or gaps there are is seen at once.
        yield from blocks[2 if path in ("/v1/coverage", "/v1/downloads") else 1 :]


def _readable(block: Block) -> Block:
    """Return a block in which dates are words and addresses are links; a section stands right under the title."""
    if isinstance(block, Heading):
        return replace(block, level=min(block.level, 1))
    if isinstance(block, Fact):
        return Fact(block.name, [_linked(str(block.line[0]))])
    if isinstance(block, Item):
        return replace(block, lines=[_shortened(line) for line in block.lines])
    if isinstance(block, Grid):
        places = {place for place, name in enumerate(block.header) if name.split()[-1] in DATE_COLUMNS}
        return replace(block, rows=[_dated(row, places) for row in block.rows])
    return block


def _shortened(line: Line) -> Line:
    """Return a line whose words can be taken in; what stood in a record before may be pages long."""
    end = " … (in full in the other forms of this page)"
    return [
        piece[:MAX_LINE_LENGTH].rpartition(" ")[0] + end
        if isinstance(piece, str) and len(piece) > MAX_LINE_LENGTH
        else piece
        for piece in line
    ]


def _dated(row: Sequence[str], places: set[int]) -> list[str]:
    return [date_words(text) if text and place in places else text for place, text in enumerate(row)]


def _linked(value: str) -> str | Anchor:
    if value.startswith(("https://", "http://")):
        return Anchor(value, value)
    return date_words(value) if _DAY.fullmatch(value) else value


def _with_records(content: Content, blocks: Sequence[Block], rows: list[Json]) -> list[Block]:
    """Return sums of transfers with, for each number of transfers, the address of their list."""
    query = {name: ",".join(values) for name, values in parse_qs(urlsplit(content.address).query).items()}
    by = query.pop("by", "").split(",")
    titles = content.frame.titles if content.frame else {}
    first = next((place for place, block in enumerate(blocks) if isinstance(block, Grid)), None)
    table = blocks[first] if first is not None else None
    if not isinstance(table, Grid) or "transfers" not in table.header:
        return [*blocks]
    column, links = table.header.index("transfers"), [list(row) for row in table.links]
    for row, cells in zip(rows, links, strict=True):
        chosen = {name: row[name]["id"] if isinstance(row[name], dict) else row[name] for name in by if row.get(name)}
        if any(name in row and row[name] is None for name in by):
            continue  # No list has only what belongs to none.
        renamed = {LIST_NAMES.get(name, name): value for name, value in chosen.items()}
        cells[column] = f"/v1/transfers?{urlencode(query | renamed, safe=',:')}"
    named = [[_name(text, name, titles) for text, name in zip(row, table.header, strict=True)] for row in table.rows]
    table = replace(table, links=links, rows=named)
    return [table if place == first else block for place, block in enumerate(blocks)]


def _name(text: str, column: str, titles: Titles) -> str:
    """Return what a cell names by an id, by its name; the words of a vocabulary without their hyphens."""
    if column in ("what", "includes"):
        return text.replace("-", " ")
    return titles.get((NOUN_OF_COLUMN.get(column, ""), text), text)


def _vocabularies(rows: list[Json]) -> Iterator[Block]:
    for name in dict.fromkeys(row["vocabulary"] for row in rows):
        yield Heading(1, label=name.replace("_", " ").capitalize())
        terms = [{key: value for key, value in row.items() if key != "vocabulary"} for row in rows]
        yield grid([term for term, row in zip(terms, rows, strict=True) if row["vocabulary"] == name])


def _hits(content: Content, rows: list[Json], more: Json) -> Iterator[Block]:
    """Yield what was found, each with its words, after what may have been meant."""
    query = parse_qs(urlsplit(content.address).query)
    words = ", ".join(query.get("q", ()))
    suggestions = more.get("suggestions") or []
    part = f", the best {len(rows):,} of them on this page" if len(rows) < content.total else ""
    sentence = f"{counted(content.total, 'record')} for “{words}”{part}."
    yield Paragraph([sentence if rows else str((more.get("empty") or {}).get("text") or f"Nothing for “{words}”.")])
    if content.frame and content.frame.day:
        day = content.frame.day
        yield Paragraph(["All events of ", Anchor(date_words(day), f"/v1/events/{day}"), "."])
    if more.get("did_you_mean"):
        again = urlencode({name: ",".join(values) for name, values in query.items()} | {"q": more["did_you_mean"]})
        yield Paragraph(["Did you mean ", Anchor(more["did_you_mean"], f"/v1/search?{again}"), "?"])
    if suggestions:
        names: list[Line] = [[Anchor(one["title"], one["url"]), f" ({one['type']})"] for one in suggestions]
        yield Paragraph(["Named so: ", *(piece for name in names for piece in (*name, "; "))][:-1])
    for hit in rows:
        titles = content.frame.titles if content.frame else {}
        yield Item([[Anchor(hit["title"], hit["url"])], *_about(hit, titles)])


def _about(hit: Json, titles: Titles) -> Iterator[Line]:
    facts = [hit["type"], date_words(hit["date"]) if hit.get("date") else ""]
    event = hit.get("event")
    line: list[str | Anchor] = [", ".join(fact for fact in facts if fact)]
    if event and event != hit["id"]:
        line += [", in ", Anchor(titles.get(("events", str(event)), str(event)), f"/v1/events/{event}")]
    yield line
    if hit.get("snippet"):
        parts = _MARK.split(hit["snippet"])
        yield [Strong(part) if place % 2 else part for place, part in enumerate(parts) if part]
