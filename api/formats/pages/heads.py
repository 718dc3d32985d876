"""Heads: the title, the description, the way up and the citation of a page that shows a reply."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from api.formats.content import Content
from api.formats.pages.rendering import CitationLine, PageHead
from api.formats.pages.structured_data import data_of
from api.formats.text.blocks import Anchor, Block, Fact, Footnote, Heading, Line, Paragraph
from api.formats.text.page import citation_of, release_words
from api.formats.text.phrases import date_words
from schemas.nouns import SCHEMAS

MAX_DESCRIPTION = 200
_DATE = re.compile(r"/v1/events/(\d{4})(-\d{2})?(-\d{2})?(?:\.html)?")
_FIRST_DAY = re.compile(r"\d{4}(-\d{2}){0,2}")


def head_of(content: Content, blocks: Sequence[Block], title: str = "") -> PageHead:
    """Return the head of the page of a reply; where no title is given it is that of the first heading."""
    title = title or title_of(blocks)
    description = _description(content, blocks)
    address = page_address(content)
    return PageHead(
        title,
        description,
        address,
        content.base,
        kind="article" if content.single else "website",
        forms=tuple(_forms(content)),
        crumbs=tuple(_crumbs(content)),
        data=data_of(content, title, description, address),
        oembed=f"{content.base}/oembed?url={quote(address, safe='')}" if content.single else "",
        pictures=content.pictures,
        sides=content.frame.sides if content.frame else (),
        citation=None if content.frame and content.frame.is_blank else citation_for(content),
    )


def page_address(content: Content) -> str:
    """Return the permanent address of a record, or that of another page, whatever suffix it was asked for by."""
    if content.single:
        return content.permalink(content.documents[0])
    path, mark, query = content.address.partition("?")
    return path.removesuffix(".html") + mark + query


def citation_for(content: Content) -> CitationLine:
    """Return how to cite what a reply gives."""
    cited = citation_of(content)
    # The citation of one record has an address of its own, which leads to what stands here now.
    address = cited.url if content.single else page_address(content)
    return CitationLine(f"{cited.text} {address}", release_words(content), content.license_words, content.license_url)


def title_of(blocks: Sequence[Block]) -> str:
    """Return the words of the first heading."""
    first = next(block for block in blocks if isinstance(block, Heading))
    return ": ".join(part for part in (first.label, plain_words(first.line)) if part)


def page_date(content: Content) -> str:
    """Return the day, month or year whose address this is; empty where it is none."""
    match = _DATE.fullmatch(urlsplit(content.address).path)
    return "".join(part or "" for part in match.groups()) if match else ""


def plain_words(line: Line) -> str:
    """Return the words of a line without its links and footnotes."""
    return "".join(piece if isinstance(piece, str) else getattr(piece, "text", "") for piece in line)


def _description(content: Content, blocks: Sequence[Block]) -> str:
    """Return what a page says first: an event's summary, a paragraph, or else facts."""
    texts = [content.documents[0]["summary"]] if content.single and content.noun == "events" else []
    # A paragraph that begins with a link is a way to other pages.
    paragraphs = [one for one in blocks if isinstance(one, Paragraph) and not isinstance(one.line[0], Anchor)]
    texts = texts or [plain_words(one.line) for one in paragraphs]
    facts = [one for one in blocks if isinstance(one, Fact)]
    texts = texts or [_sentence(f"{fact.name}: {plain_words(fact.line)}") for fact in facts]
    texts = texts or [plain_words(block.line) for block in blocks if isinstance(block, Footnote)]
    text = " ".join(texts) or content.description
    text = text if content.single else f"{content.record}: {text}"
    return text if len(text) <= MAX_DESCRIPTION else text[:MAX_DESCRIPTION].rpartition(" ")[0] + " …"


def _sentence(text: str) -> str:
    """Return a text with a full stop at its end, unless it ends a sentence by itself."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _forms(content: Content) -> Iterator[tuple[str, str, str]]:
    """Yield the suffix, the media type and the address of every other form; a whole list begins at its beginning."""
    if content.frame and content.frame.is_blank:
        return
    url = urlsplit(page_address(content))
    pairs = [(name, value) for name, value in parse_qsl(url.query) if name not in ("cursor", "view")]
    query = f"?{urlencode(pairs, safe=',/~:')}" if pairs else ""
    path = f"{content.base}{url.path}"
    yield "json", "application/json", f"{path}.json{query}"
    for one in content.frame.formats if content.frame else ():
        if one.suffix != "html":
            yield one.suffix, one.media_type.partition(";")[0], f"{path}.{one.suffix}{query}"


def _crumbs(content: Content) -> Iterator[tuple[str, str]]:
    """Yield the pages above this one, the highest first: of an event its year, month and day."""
    path = urlsplit(content.address).path.removesuffix(".html")
    if content.noun == "events" and (content.single or _DATE.fullmatch(path)):
        yield "Events", "/v1/events"
        date = content.documents[0]["date"] if content.single else path.removeprefix("/v1/events/")
        first = _FIRST_DAY.match(date)
        parts = first[0].split("-") if first else []
        days = ["-".join(parts[:number]) for number in range(1, len(parts) + 1)]
        yield from ((date_words(day), f"/v1/events/{day}") for day in (days if content.single else days[:-1]))
    elif content.single and content.noun:
        yield content.noun.capitalize(), f"/v1/{content.noun}"
        event = content.documents[0].get("event")
        if isinstance(event, dict) and SCHEMAS[content.noun].NOUN != "events":
            yield event["name"], event["url"]
    elif path.count("/") > 2:
        noun, identifier, *more = path.split("/")[2:]
        yield noun.replace("-", " ").capitalize(), f"/v1/{noun}"
        if more and noun in SCHEMAS:
            titles = content.frame.titles if content.frame else {}
            yield titles.get((noun, identifier), identifier), f"/v1/{noun}/{identifier}"
        if more[1:] and noun == "actors":
            yield "Meetings", f"/v1/actors/{identifier}/meetings"
