"""Content: what a format writes, and Format: what the server knows of one."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from db.places import Point, list_points
from db.query.choices import Choices
from db.query.connection import Reader
from db.query.first_ids import list_first_ids
from db.query.titles import Titles
from schemas.model.base import Json
from schemas.nouns import SCHEMAS
from schemas.query.parameters import MAX_LIMIT
from schemas.query.query import Query


@dataclass(frozen=True)
class PictureLink:
    """A picture that stands on a page: its address, its size there, and what it shows in a sentence.

    `png_url`, `png_width` and `png_height` are of the same in dots, for sites that take no SVG.
    """

    url: str
    width: int
    height: int
    text: str
    png_url: str
    png_width: int
    png_height: int


@dataclass(frozen=True)
class Content:
    """The records of one reply, before they are written in a format.

    `documents` are complete documents as JSON gives them, absolute addresses filled in; of a single record, one. Of a
    whole list they are the beginning, and `rest` reads the others, once.
    `address` is the absolute address of the reply in its format, `base` that of the server, no slash at its end.
    """

    noun: str
    single: bool
    documents: list[Json]
    description: str
    address: str
    base: str
    release: str
    release_date: str
    record: str
    """The name of the whole record, from its coverage."""
    total: int
    license: str = ""
    """The licence of the record, as SPDX names it, and where its text is."""
    license_url: str = ""
    links: dict[str, str | None] = field(default_factory=dict)
    empty: Json | None = None
    """Why there are no records: the sentence in `text`, and what it rests on."""
    keys: tuple[str, ...] = ()
    """The keys of every document, known even where there is none."""
    coordinates: dict[str, Point] = field(default_factory=dict)
    """The point of each place, by its id; only for a format that needs them."""
    first_ids: dict[str, str] = field(default_factory=dict)
    """The first id of each record that has had several, by the others; only for a format that needs them."""
    rest: Iterable[Json] = ()
    """What follows `documents` in a whole list, read while it is written."""
    related: dict[str, list[Json]] = field(default_factory=dict)
    """Brief documents of other nouns that a format shows beside these, by noun; only for one that gathers them."""
    pictures: tuple[PictureLink, ...] = ()
    """The pictures that stand on the page of these records."""
    brief: bool = False
    """Whether the client asks for the short form, where the format has one."""
    as_of: str = ""
    """The sentence that says as of which release this stands, where the client asks for that; else nothing."""
    bom: bool = False
    """Whether the client asks for the mark by which Excel knows UTF-8."""
    frame: "PageFrame | None" = None
    """What a page for a browser needs besides; only for a format that needs it."""

    def every(self) -> Iterator[Json]:
        """Yield every document, those too that are only read now."""
        yield from self.documents
        yield from self.rest

    @property
    def license_words(self) -> str:
        """The licence as people write it: CC BY 4.0."""
        return self.license.replace("-", " ") if self.license.startswith("CC") else self.license

    @property
    def license_members(self) -> dict[str, str]:
        """The licence as members of a JSON object, as in every record; none where it is not known."""
        return {"license": self.license, "license_url": self.license_url} if self.license else {}

    def absolute(self, path: str) -> str:
        """Return an address of this server in full."""
        return self.base + path

    def permalink(self, document: Json) -> str:
        """Return the permanent address of a record; a source has another's in `url`, its own in `record_url`."""
        return self.absolute(document["record_url" if self.noun == "sources" else "url"])

    def first_id(self, document: Json) -> str:
        """Return the id that a record had at first, by which a subscriber knows it though it has another one now."""
        identifier: str = document["id"]
        return self.first_ids.get(identifier, identifier)

    def title(self, document: Json) -> str:
        """Return what a record is called."""
        title: str = document[SCHEMAS[self.noun].TITLE]
        return title


@dataclass(frozen=True)
class PageFrame:
    """What stands around an answer on a page for a browser: a form to ask anew, and links to the other formats.

    `query_type` is what the address can be asked; None where it takes nothing that a form is for. `path_params` are
    the parameters that the path gives, `params` those of the query string. `is_blank` says that nothing was asked yet.
    """

    formats: Sequence["Format"] = ()
    query_type: type[Query] | None = None
    path_params: frozenset[str] = frozenset()
    params: Mapping[str, Sequence[str]] = field(default_factory=dict)
    choices: Choices = field(default_factory=dict)
    is_blank: bool = False
    sides: Sequence[str] = ()
    """The names of the sides that the release has most of, which have colours of their own."""
    day: str = ""
    """The day or month that somebody searched for, as an address has it; empty where it was something else."""
    titles: Titles = field(default_factory=dict)
    """What the records are called that the path or a row names by their ids."""


@dataclass(frozen=True)
class Format:
    """One format: what it is called and written by, which lists and records it is for, and how these are written."""

    suffix: str
    media_type: str
    """What is sent as the Content-Type."""
    accept_types: tuple[str, ...]
    """The media types in an Accept that ask for it."""
    description: str
    write: Callable[[Content], Iterable[bytes]]
    whole: bool = False
    """Whether a list comes with every record, written while it is read; otherwise it comes a page at a time."""
    nouns: frozenset[str] | None = None
    """The nouns for which it makes sense; None means all."""
    takes_fields: bool = False
    """Whether a client may choose fields."""
    has_short_form: bool = False
    """Whether `view=brief` writes less of complete records."""
    gather: Callable[[Content, Reader], Content] | None = None
    """What adds to a content that which its documents do not say, with a statement or two."""
    shapes: frozenset[tuple[str, bool]] | None = None
    """The nouns whose lists (False) or single records (True) alone can be written; None means both of all `nouns`."""
    from_brief: bool = False
    """Whether a list is written from brief documents."""
    undivided: bool = False
    """Whether a reply is made in one piece before it is sent."""
    newest_first: bool = False
    """Whether a list begins with what changed last, unless the client orders it."""
    needs_frame: bool = False
    """Whether it asks for what stands around an answer on a page."""
    max_records: int = MAX_LIMIT
    """How many records are in a reply where nobody asks for a number."""
    max_of_long_records: Mapping[str, int] = field(default_factory=dict)
    """The same, by noun, where it is fewer because the records are long."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """What goes with every reply."""

    def limit(self, noun: str) -> int:
        """Return how many records of a noun a page has."""
        return self.max_of_long_records.get(noun, self.max_records)

    def serves(self, noun: str, *, single: bool = False) -> bool:
        """Tell whether lists of a noun, or single records of it, can be written in this format."""
        if self.shapes is not None:
            return (noun, single) in self.shapes
        return self.nouns is None or noun in self.nouns


def with_coordinates(content: Content, reader: Reader) -> Content:
    """Return a content with the point of each place, which takes one statement."""
    return replace(content, coordinates=list_points(reader))


def with_first_ids(content: Content, reader: Reader) -> Content:
    """Return a content with the first ids of its records, which takes one statement."""
    return replace(content, first_ids=list_first_ids(reader, content.noun))


NEUTRAL_GATHERERS = (None, with_first_ids)
"""What a format may gather so that it still changes with its records alone: nothing, or what never changes."""
