"""Guides: the documents that people read, as pages: what stays stable, what counts, recipes, the records' rules."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from api.formats.pages.rendering import Guide
from db.query.root import FILES, ROOT


@dataclass(frozen=True)
class GuideFile:
    """Where a guide is written, and what it is called where it is linked."""

    path: Path
    title: str


TABLE = '<div class="wide" role="group" aria-label="Table" tabindex="0">'
"""What a table stands in, so that it can be moved where it is wider than the page."""
GUIDES = {
    "answers": GuideFile(FILES / "docs" / "answers.md", "What counts, and how sums are made"),
    "codebook": GuideFile(FILES / "docs" / "codebook.md", "Codebook: what every field, kind and status means"),
    "cookbook": GuideFile(FILES / "docs" / "cookbook.md", "Cookbook"),
    "stability": GuideFile(FILES / "docs" / "stability.md", "What stays stable"),
    "records": GuideFile(ROOT / "db" / "records" / "README.md", "How a record is written"),
    "deployment": GuideFile(FILES / "docs" / "deployment.md", "Serving it on machines of one’s own"),
    "one-machine": GuideFile(FILES / "docs" / "one-machine.md", "Serving it on one machine"),
}
"""Every guide by the last part of its address."""


def present_guides() -> dict[str, GuideFile]:
    """Return the guides that this installation has: a server may have been given none."""
    return {name: guide for name, guide in GUIDES.items() if guide.path.is_file()}


@lru_cache
def read_guide(name: str) -> Guide:
    """Return a guide as HTML, with the title that it gives itself."""
    text = GUIDES[name].path.read_text(encoding="utf-8")
    tokens = _READER.parse(text)
    title, sections, begin = GUIDES[name].title, list[tuple[str, str]](), 0
    for place, (token, inline) in enumerate(pairwise(tokens)):
        if token.type == "heading_open":
            anchor = anchor_of(inline.content)
            token.attrSet("id", anchor)
            if token.tag == "h1":
                title, begin = inline.content, place + 3
            elif token.tag == "h2":
                sections.append((anchor, inline.content))
    for token in tokens:
        _lead_links(token.children or [], GUIDES[name].path)
    html = _READER.renderer.render(tokens[begin:], _READER.options, {})
    return Guide(title, html, sections, f"/docs/{name}.md")


def anchor_of(heading: str) -> str:
    """Return what the address of a section ends with, as code hosts make it of the heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _lead_links(tokens: list[Token], path: Path) -> None:
    """Let links from one document to another lead to its page; what is no page stays as words alone."""
    hidden = False
    names = {guide.path: name for name, guide in present_guides().items()}
    for token in tokens:
        if token.type == "link_open":
            target, mark, section = str(token.attrGet("href") or "").partition("#")
            if not target or "://" in target or target.startswith("/"):
                continue
            name = names.get((path.parent / target).resolve())
            hidden = name is None
            if name is None:
                token.type, token.tag, token.hidden = "text", "", True
            else:
                token.attrSet("href", f"/docs/{name}{mark}{section}")
        elif token.type == "link_close" and hidden:
            token.type, token.tag, token.hidden, hidden = "text", "", True, False


def _code(_renderer: RendererHTML, tokens: Sequence[Token], place: int, *_: Any) -> str:
    """Return lines of code, which may be wider than the page and are then moved by the keyboard too."""
    return f'<pre tabindex="0"><code>{escape(tokens[place].content)}</code></pre>\n'


_READER = MarkdownIt("commonmark", {"html": False}).enable("table")
_READER.add_render_rule("fence", _code)
_READER.add_render_rule("table_open", lambda *_: f"{TABLE}<table>\n")
_READER.add_render_rule("table_close", lambda *_: "</table></div>\n")
