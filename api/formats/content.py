"""Content: what a format writes, and Format: what the server knows of one."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from db.places import Point
from schemas.model.base import Json
from schemas.nouns import SCHEMAS


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
    rest: Iterable[Json] = ()
    """What follows `documents` in a whole list, read while it is written."""
    brief: bool = False
    """Whether the client asks for the short form, where the format has one."""
    as_of: str = ""
    """The sentence that says as of which release this stands, where the client asks for that; else nothing."""
    bom: bool = False
    """Whether the client asks for the mark by which Excel knows UTF-8."""

    def every(self) -> Iterator[Json]:
        """Yield every document, those too that are only read now."""
        yield from self.documents
        yield from self.rest

    @property
    def license_words(self) -> str:
        """The licence as people write it: CC BY 4.0."""
        return self.license.replace("-", " ") if self.license.startswith("CC") else self.license

    def absolute(self, path: str) -> str:
        """Return an address of this server in full."""
        return self.base + path

    def permalink(self, document: Json) -> str:
        """Return the permanent address of a record; a source has another's in `url`, its own in `record_url`."""
        return self.absolute(document["record_url" if self.noun == "sources" else "url"])

    def title(self, document: Json) -> str:
        """Return what a record is called."""
        title: str = document[SCHEMAS[self.noun].TITLE]
        return title


@dataclass(frozen=True)
class Format:
    """One format: its suffix, the media type that is sent, those that ask for it, and the function that writes it.

    `whole` says that a list comes with every record, written while it is read; other formats give a page. `nouns` are
    those for which it makes sense; None means all. `takes_fields` says whether a client may choose fields;
    `has_short_form` that `view=brief` writes less of complete records.
    `needs_coordinates` asks for those of the places, which takes one more statement. `newest_first`
    says that a list begins with what changed last, unless the client orders it. `headers` go with every reply.
    """

    suffix: str
    media_type: str
    accept_types: tuple[str, ...]
    description: str
    write: Callable[[Content], Iterable[bytes]]
    whole: bool = False
    nouns: frozenset[str] | None = None
    takes_fields: bool = False
    has_short_form: bool = False
    needs_coordinates: bool = False
    newest_first: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)

    def serves(self, noun: str) -> bool:
        """Tell whether records of a noun can be written in this format."""
        return self.nouns is None or noun in self.nouns
