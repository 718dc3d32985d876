"""Footnotes: numbers the sources of a page in the order in which they are first cited."""

from collections.abc import Iterator

from api.formats.evidence import evidence_of
from api.formats.text.blocks import Block, Cite, Footnote, Heading, Item, PageLink
from api.formats.text.passages import passage_url
from api.formats.text.phrases import LANGUAGES, date_words, language, names
from schemas.model.base import Json


class Footnotes:
    """The sources cited on a page; one that relays different outlets has a number for each of them."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, ...], int] = {}
        self._cited: list[Json] = []
        self._quotes: dict[int, list[str]] = {}

    def cite(self, *lists: list[Json]) -> Cite:
        """Return the numbers of all evidence in the given lists, in rising order."""
        return Cite(tuple(sorted({self._number(evidence) for each in lists for evidence in each})))

    def _number(self, evidence: Json) -> int:
        key = (evidence["source"]["id"], *(publisher["id"] for publisher in evidence["via"]))
        if key not in self._numbers:
            self._cited.append(evidence)
            self._numbers[key] = len(self._cited)
        number = self._numbers[key]
        self._quotes.setdefault(number, []).extend(_quoted(evidence))
        return number

    def blocks(self, level: int) -> Iterator[Block]:
        """Yield the list of sources under a heading of a level; nothing where none is cited."""
        if self._cited:
            yield Heading(level, label="Sources")
        for number, evidence in enumerate(self._cited, 1):
            source = evidence["source"]
            quotes = dict.fromkeys(self._quotes[number])
            words = [source_words(source, evidence["via"])]
            yield Footnote(number, words, source["url"], passage_url(source["url"], quotes))


def _quoted(evidence: Json) -> list[str]:
    """Return the words of a source as they stand there; none where they were translated."""
    return [evidence["quote"]] if evidence["quote"] and not evidence["translated_from"] else []


def source_words(source: Json, via: list[Json]) -> str:
    """Name a source: its publisher and whom that cites or carries, its title, its date, its language if not English."""
    cited = list(dict.fromkeys(publisher["name"] for publisher in (*source["relays"], *via)))
    citing = f", citing {names(cited)}" if cited else ""
    publisher, date = source["publisher"]["name"], date_words(source["published_date"])
    return f"{publisher}{citing}: “{source['title']}”, {date}{language(source['language'])}"


def quote_blocks(document: Json, notes: Footnotes) -> Iterator[Block]:
    """Yield the words of the sources of one record, each quote once."""
    by_quote = {(evidence["quote"], evidence["source"]["id"]): evidence for evidence in evidence_of(document)}
    quotes = [evidence for (quote, _), evidence in by_quote.items() if quote]
    if quotes:
        yield Heading(2, label="In the sources’ words")
    for evidence in quotes:
        place = f", {evidence['locator']}" if evidence["locator"] else ""
        spoken = evidence["translated_from"]
        place += f" (translated from {LANGUAGES.get(spoken, spoken)})" if spoken else ""
        source = evidence["source"]
        passage = PageLink(f"“{evidence['quote']}”", passage_url(source["url"], _quoted(evidence)))
        yield Item([[passage, f" {source['publisher']['name']}{place}", notes.cite([evidence])]])
