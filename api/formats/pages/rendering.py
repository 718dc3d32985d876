"""Rendering: a page out of blocks, by the templates in api/pages/, whatever the page is about."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.formats.content import PictureLink
from api.formats.pages.filter_form import FilterForm
from api.formats.pages.sides import with_steady_sides
from api.formats.text.blocks import Bar, Block, Grid, Heading
from api.formats.text.layout import bar
from api.formats.text.phrases import date_words
from db.query.root import ROOT
from schemas.model.base import Json

PAGE_PARTS = ROOT / "api" / "pages"
"""The templates and the style sheet."""
PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self';"
    " connect-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
"""A page needs its style sheet and its pictures from here and nothing else.

It has no script that could connect anywhere; `connect-src` is for tools that look at a page from within and read
/robots.txt so, as Lighthouse does.
"""
SITE = "Parley"


@dataclass(frozen=True)
class CitationLine:
    """How to cite what a page shows, in one line to copy; the release and the licence that belong to it."""

    line: str
    release: str
    license: str
    license_url: str


@dataclass(frozen=True)
class PageHead:
    """What a page says of itself: title, description, address, and what programs that read pages look for.

    `forms` are the suffix, media type and address of every other form; `data` is its content in the words of
    schema.org; `crumbs` are the names and addresses of the pages above it; `oembed` is where a site that embeds the
    page asks for what to show; `sides` are the names of the sides that have colours of their own.
    """

    title: str
    description: str
    address: str = ""
    base: str = ""
    kind: str = "website"
    forms: Sequence[tuple[str, str, str]] = ()
    crumbs: Sequence[tuple[str, str]] = ()
    data: Json | None = None
    oembed: str = ""
    pictures: Sequence[PictureLink] = ()
    citation: CitationLine | None = None
    sides: Sequence[str] = ()


@dataclass(frozen=True)
class Guide:
    """A guide, already written as HTML: its title, the anchors and names of its sections, where its source is."""

    title: str
    html: str
    sections: Sequence[tuple[str, str]]
    source: str


def html_of(blocks: Sequence[Block], head: PageHead, form: FilterForm | None = None, lead: int = 1) -> bytes:
    """Return blocks as a page; the form stands after the first of them, as many as `lead` says."""
    top = min(block.level for block in blocks if isinstance(block, Heading))
    blocks = with_steady_sides(blocks, head.sides)
    return render("page.html", {"blocks": blocks, "head": head, "top": top, "form": form, "lead": lead})


def guide_html(guide: Guide, head: PageHead) -> bytes:
    """Return a guide as a page."""
    return render("guide.html", {"guide": guide, "head": head})


def render(template: str, values: Mapping[str, object]) -> bytes:
    """Return a template as a page; whoever has more to show than blocks writes it with this."""
    return _ENVIRONMENT.get_template(template).render(values).encode("utf-8", "replace")


def _runs(blocks: Sequence[Block]) -> list[tuple[str, list[Block]]]:
    """Return blocks in runs of one kind, each of which becomes one element."""
    return [(kind, list(run)) for kind, run in groupby(blocks, key=_kind)]


def _kind(thing: object) -> str:
    return type(thing).__name__


def _drawn(block: Bar) -> str:
    return bar(block.low, block.high, block.agreed)


def _column_classes(block: Grid) -> list[str]:
    """Return the class of each column of a table: `n` of numbers, `d` of dates, else none."""
    columns = [[row[place] for row in block.rows if row[place]] for place in range(len(block.header))]
    return [
        next((name for name, form in _CELLS.items() if column and all(map(form.fullmatch, column))), "")
        for column in columns
    ]


def _local(url: str, base: str) -> str:
    """Return an address of this server as a path, which is shorter and stays right behind any name."""
    return url[len(base) :] or "/" if base and (url + "/").startswith(f"{base}/") else url


_CELLS = {"n": re.compile(r"-?\d{1,3}(,\d{3})*(\.\d+)?"), "d": re.compile(r"\d{4}(-\d{2}){1,2}")}
"""What every cell of a column of a class looks like."""
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(PAGE_PARTS),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
_ENVIRONMENT.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": False, "separators": (",", ":")}
_ENVIRONMENT.filters |= {
    "kind": _kind,
    "runs": _runs,
    "drawn": _drawn,
    "local": _local,
    "column_classes": _column_classes,
    "date": date_words,
}
