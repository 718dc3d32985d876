"""Front page: what this is, what is new, where to begin; and the page of all kinds of record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.formats.pages.guides import present_guides
from api.formats.pages.rendering import CitationLine, PageHead, render
from api.formats.pages.structured_data import dataset, page_thing
from api.formats.text.phrases import date_words
from schemas.model.base import Json
from schemas.nouns import SCHEMAS


@dataclass(frozen=True)
class NounCount:
    """A kind of record: its noun, what it is, and how many there are."""

    noun: str
    text: str
    records: int


@dataclass(frozen=True)
class News:
    """What is new and what there is: the newest events, the years with the number of their events, each kind."""

    events: Sequence[Json]
    years: Sequence[tuple[str, int]]
    kinds: Sequence[NounCount]
    words: str
    """What to search for, to see how it is done."""


def kinds_of(counts: Mapping[str, int]) -> list[NounCount]:
    """Return every kind of record with what it is."""
    return [NounCount(noun, _definition(noun), counts[noun]) for noun in SCHEMAS]


def _definition(noun: str) -> str:
    return (SCHEMAS[noun].__doc__ or "").partition(":")[0].partition("\n")[0].rstrip(".") + "."


def front_html(front: Json, news: News, base: str) -> bytes:
    """Return the front page. `front` is what the same address says as JSON."""
    head = _head(front, base)
    days = list(dict.fromkeys(event["date"] for event in news.events if len(event["date"]) == len("2031-04-12")))
    values = {"front": front, "news": news, "head": head, "days": days, "guides": present_guides()}
    return render("front.html", values)


def _head(front: Json, base: str) -> PageHead:
    release, record = f"{front['release']} of {date_words(front['release_date'])}", front["record"]
    line = f"Parley: {record}, release {front['release']}. {base}/"
    data = dataset(record, base, front["release"], front["release_date"], front["license_url"])
    download = {"@type": "DataDownload", "contentUrl": f"{base}/v1/downloads/parley.ndjson"}
    more = {"description": front["scope"], "isAccessibleForFree": True, "distribution": [download]}
    return PageHead(
        f"{record}: a sourced record",
        f"{front['about']} {front['scope']}"[:300],
        f"{base}/",
        base,
        forms=[("json", "application/json", f"{base}/")],
        data={"@context": "https://schema.org", **data, **more},
        citation=CitationLine(line, release, front["license"].replace("-", " "), front["license_url"]),
    )


def kinds_html(counts: Mapping[str, int], base: str) -> bytes:
    """Return the page of all kinds of record."""
    description = "Every kind of record, what it is, and how many there are."
    title, address = "Kinds of record", f"{base}/v1"
    head = PageHead(
        title,
        description,
        address,
        base,
        forms=[("json", "application/json", address)],
        data=page_thing("CollectionPage", title, description, address, base),
    )
    return render("kinds.html", {"kinds": kinds_of(counts), "head": head})
