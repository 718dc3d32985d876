"""The field types of the record. Each reads text written by a curator, and checks the value as it is served."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from marshmallow import ValidationError, fields, validate

from schemas.model.base import BaseSchema, mode_of
from schemas.model.characters import UNPRINTABLE
from schemas.model.closest import closest
from schemas.model.edtf import EXAMPLES, EdtfError, bounds
from schemas.model.vocabulary import values_of

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
IDENTIFIER = rf"{SLUG}(?::{SLUG}){{0,2}}"
_SLUG, _IDENTIFIER = re.compile(SLUG, re.ASCII), re.compile(IDENTIFIER, re.ASCII)
MAX_TEXT = 5_000
"""Characters of a text that has no limit of its own."""
MAX_QUOTE_WORDS = 40
"""Quoting more would be copying."""


def is_slug(text: str) -> bool:
    """Return whether a text is a slug: lower-case ASCII words joined by hyphens."""
    return _SLUG.fullmatch(text) is not None


def is_identifier(text: str) -> bool:
    """Return whether a text has the form of a record's id."""
    return _IDENTIFIER.fullmatch(text) is not None


class Text(fields.String):
    """One or more printable characters in Unicode's composed form (NFC), without space at either end."""

    def __init__(self, *, longest: int = MAX_TEXT, **options: Any) -> None:
        super().__init__(**options)
        self.validators.insert(0, validate.Length(1, longest))

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            kind = "a mapping" if isinstance(value, Mapping) else "a list" if isinstance(value, list) else repr(value)
            raise ValidationError(f"Not text but {kind}.")
        text: str = super()._deserialize(value, attr, data, **kwargs)
        if text != text.strip():
            raise ValidationError("Has space at its start or end.")
        if text.isascii() and text.isprintable():
            return text  # As most texts do; looking through the others takes a while.
        if UNPRINTABLE.search(text):
            raise ValidationError("Has a control character or a line break; allowed is one line of printable text.")
        if not unicodedata.is_normalized("NFC", text):
            raise ValidationError("Is not in Unicode's composed form (NFC); `parley format` rewrites it.")
        return text


class PatternText(Text):
    """Text that matches a pattern from beginning to end; each subclass says which."""

    PATTERN: ClassVar[str]
    MESSAGE: ClassVar[str]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.validators.append(validate.Regexp(rf"\A(?:{self.PATTERN})\Z", error=self.MESSAGE))


class Identifier(PatternText):
    """A record's id: a slug, or `event:slug`, or `event:agreement:term` for what lies inside an event."""

    PATTERN = IDENTIFIER
    MESSAGE = "Not an id; allowed are lower-case ASCII words joined by hyphens, parts joined by colons."

    def __init__(self, **options: Any) -> None:
        super().__init__(longest=120, **options)


class Quote(Text):
    """Somebody's words, verbatim, short enough to be a quotation."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        words = len(text.split())
        if words > MAX_QUOTE_WORDS:
            raise ValidationError(f"A quote of {words} words; at most {MAX_QUOTE_WORDS} are allowed.")
        return text


class EdtfDate(Text):
    """A date in EDTF, to the precision that the sources give."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            bounds(text)
        except EdtfError as error:
            raise ValidationError(f"{text!r} is not an EDTF date; allowed are for example {EXAMPLES}.") from error
        return text


class Clock(PatternText):
    """A time of day with its offset from UTC."""

    PATTERN = r"([01]\d|2[0-3]):[0-5]\d(Z|[+-](0\d|1[0-4]):[0-5]\d)"
    MESSAGE = "Not a time with an offset like 14:44+03:00."


class Duration(PatternText):
    """A length of time as ISO 8601 writes it."""

    PATTERN = r"P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?)?"
    MESSAGE = "Not a duration like PT1H15M, PT45M or P2D."


class Link(Text):
    """An absolute web address."""

    def __init__(self, **options: Any) -> None:
        super().__init__(longest=1000, **options)
        self.validators.append(validate.URL(schemes={"http", "https"}, error="Not an absolute http or https URL."))


class Country(PatternText):
    """An ISO 3166-1 alpha-2 code; the checks ask for a place of kind `country` that carries it."""

    PATTERN = "[A-Z]{2}"
    MESSAGE = "Not an ISO 3166 code of two capital letters."


class Wikidata(PatternText):
    """A Wikidata item."""

    PATTERN = "Q[1-9][0-9]*"
    MESSAGE = "Not a Wikidata id like Q1234."


class Language(PatternText):
    """A BCP 47 language tag."""

    PATTERN = "[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"
    MESSAGE = "Not a language tag like en, uk or ru."


class Choice(Text):
    """One value of a vocabulary."""

    def __init__(self, vocabulary: str, **options: Any) -> None:
        super().__init__(**options)
        self.vocabulary = vocabulary
        self.values = values_of(vocabulary)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if text not in self.values:
            suggestion = "".join(f" Did you mean {word}?" for word in closest(text, self.values))
            raise ValidationError(
                f"{text!r} is not in {self.vocabulary}; allowed are {', '.join(self.values)}.{suggestion}"
            )
        return text


class Whole(fields.Field[int]):
    """A whole number from 0 to a billion, written in digits alone."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> int:
        if mode_of(self) == "document" and type(value) is int:
            return value
        if isinstance(value, str) and re.fullmatch(r"0|[1-9][0-9]{0,8}", value, re.ASCII):
            return int(value)
        raise ValidationError(f"{value!r} is not a whole number from 0 to 999999999, in digits alone.")


class Degrees(fields.Field[float]):
    """Degrees of latitude or longitude, with up to eight decimals."""

    def __init__(self, limit: int, **options: Any) -> None:
        super().__init__(**options)
        self.limit = limit

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> float:
        if mode_of(self) == "document" and type(value) is float:
            return value
        if isinstance(value, str) and re.fullmatch(r"-?\d{1,3}(\.\d{1,8})?", value, re.ASCII):
            number = float(value)
            if abs(number) <= self.limit:
                return number
        raise ValidationError(f"{value!r} is not a number of degrees from -{self.limit} to {self.limit} like 41.0437.")


class Flag(fields.Boolean):
    """True or false; derived, so that nobody writes one."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> bool:
        if value is True or value is False:
            return value
        raise ValidationError(f"{value!r} is not true or false.")


class Nest(fields.Nested):
    """Another schema in the same mode: a part of the record that has fields of its own."""

    def __init__(self, nested: Callable[[], type[BaseSchema]], **options: Any) -> None:
        super().__init__(BaseSchema, **options)
        self.part = nested

    @property
    def schema(self) -> BaseSchema:
        """The nested schema, made on first use because parts may name each other."""
        if self._schema is None:
            self._schema = self.part()(mode=mode_of(self), exclude=tuple(self.exclude))
        return self._schema  # type: ignore[return-value] # marshmallow types it as any Schema.


class Reference(BaseSchema):
    """Another record, as a document points to it."""

    id = Identifier(required=True, metadata={"description": "The id of the record."})
    type = Text(required=True, metadata={"description": "Its type, the singular of its noun."})
    url = Text(required=True, metadata={"description": "Its address on this server."})
    name = Text(required=True, metadata={"description": "Its name or title."})


class Ref(Nest):
    """Another record, of one of `nouns`: its id in YAML, a Reference (or the schema given as `expansion`) in JSON."""

    def __init__(
        self, *nouns: str, expansion: Callable[[], type[BaseSchema]] = lambda: Reference, **options: Any
    ) -> None:
        super().__init__(expansion, **options)
        self.nouns = nouns

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        if mode_of(self) == "document":
            return super()._deserialize(value, *args, **kwargs)
        if not isinstance(value, str) or not is_identifier(value):
            raise ValidationError(f"{value!r} is not the id of one of: {', '.join(self.nouns)}.")
        return value


class Many(fields.List[Any]):
    """A list: left out in YAML when empty, present and possibly empty in JSON."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:
        if not isinstance(value, list):
            raise ValidationError("Not a list; write [a, b] or one item a line after a hyphen.")
        if not value and mode_of(self) == "record":
            raise ValidationError("An empty list; leave the field out instead.")
        items: list[Any] = super()._deserialize(value, attr, data, **kwargs)
        return items


class Keyed(Many):
    """Parts with an id of their own: a mapping from slug to part in YAML, a list in JSON."""

    def __init__(self, part: Callable[[], type[BaseSchema]], *, exclude: tuple[str, ...] = (), **options: Any) -> None:
        super().__init__(Nest(part, exclude=exclude), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if mode_of(self) == "document":
            return super()._deserialize(value, attr, data, **kwargs)
        if not isinstance(value, Mapping) or not value:
            raise ValidationError("Not a mapping from a slug to its entry.")
        loaded: dict[str, Any] = {}
        errors: dict[str, Any] = {}
        for slug, entry in value.items():
            if not is_slug(slug):
                errors[slug] = [f"{slug!r} is not a slug; allowed are lower-case ASCII words joined by hyphens."]
                continue
            try:
                loaded[slug] = self.inner.deserialize(entry, slug, value)
            except ValidationError as error:
                errors[slug] = error.messages
        if errors:
            raise ValidationError(errors)
        return loaded
