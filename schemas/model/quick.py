"""Quick: loading what is right in a tenth of marshmallow's time; what may be wrong is left to marshmallow itself.

A schema's fields are gone through once and made into plain functions. Such a function returns what the schema's `load`
returns, or raises Doubt; whoever is in doubt asks the schema, whose messages nobody can tell from before.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from unicodedata import is_normalized

from marshmallow import ValidationError, fields, missing, validate

from schemas.model.base import BaseSchema, mode_of
from schemas.model.fields import (
    MAX_QUOTE_WORDS,
    Choice,
    Clock,
    Country,
    Duration,
    EdtfDate,
    Identifier,
    Keyed,
    Language,
    Link,
    Many,
    Nest,
    Quote,
    Ref,
    Text,
    Whole,
    Wikidata,
    is_slug,
)

Load = Callable[[Any], Any]
Plan = list[tuple[str, str, bool, bool, Load]]
CACHE_SIZE = 20_000
"""How many texts each kind of field remembers as right; ids, dates and addresses come again and again."""


class Doubt(Exception):
    """The value may be wrong."""


def loader(schema: BaseSchema) -> Load:
    """Return a function that does what the schema's `load` does. It raises ValidationError."""
    sound = quick(schema)

    def load(data: Any) -> Any:
        try:
            return sound(data)
        except (Doubt, ValidationError):
            return schema.load(data)

    return load


def quick(schema: BaseSchema) -> Load:
    """Return a function that does what the schema's `load` does, or raises Doubt or ValidationError."""
    plan: Plan = [
        (field.data_key or name, field.attribute or name, field.required, field.allow_none, _field(field))
        for name, field in schema.load_fields.items()
    ]

    def load(data: Any) -> Any:
        if type(data) is not dict:
            raise Doubt
        loaded = dict[str, Any]()
        for key, name, required, nullable, inner in plan:
            value = data.get(key, missing)
            if value is missing:
                if required:
                    raise Doubt
            elif value is None:
                if not nullable:
                    raise Doubt
                loaded[name] = None
            else:
                loaded[name] = inner(value)
        if len(loaded) != len(data):
            raise Doubt
        schema.check(loaded)
        return loaded

    return load


def _field(field: fields.Field[Any]) -> Load:
    """Return the function for a field; for one of a kind that is not known here, its own."""
    maker = MAKERS.get(type(field))
    return maker(field) if maker else _own(field)


def _own(field: fields.Field[Any]) -> Load:
    """Return what the field itself does."""
    load: Load = field.deserialize
    return load


def _text(field: Any, longest_words: int | None = None) -> Load:
    """Return the function for text; in what Python calls printable the only white space is the space."""
    own = _own(field)
    longest = max(one.max or 0 for one in field.validators if isinstance(one, validate.Length))
    spaces = longest if longest_words is None else longest_words - 1

    def load(value: Any) -> Any:
        if (
            type(value) is str
            and value.isprintable()
            and (value.isascii() or is_normalized("NFC", value))
            and 0 < len(value) <= longest
            and value[0] != " "
            and value[-1] != " "
            and (spaces == longest or value.count(" ") <= spaces)
        ):
            return value
        return own(value)

    return load if len(field.validators) == 1 else own


def _whole(field: Any) -> Load:
    own, exact = _own(field), mode_of(field) == "document"
    return lambda value: value if exact and type(value) is int else own(value)


def _quote(field: Any) -> Load:
    return _text(field, MAX_QUOTE_WORDS)


def _repeated(field: Any) -> Load:
    """Return the function for text of which there is little that differs, or that takes long to check."""
    right = _right(type(field).__name__, mode_of(field), repr(field.validators), getattr(field, "vocabulary", None))
    own = _own(field)

    def load(value: Any) -> Any:
        if type(value) is not str:
            return own(value)
        if value not in right:
            if own(value) != value:
                raise Doubt
            if len(right) >= CACHE_SIZE:
                right.clear()
            right.add(value)
        return value

    return load


@cache
def _right(*_: Any) -> set[str]:
    """Return the set in which fields that check the same remember what was right."""
    return set()


def _nest(field: Any) -> Load:
    return quick(field.schema)


def _ref(field: Any) -> Load:
    """Return the function for a reference. In documents the same object stands wherever the same record is named.

    Such an object, once it was found right and with its keys in order, is right wherever it comes again.
    """
    if mode_of(field) == "record":
        return _repeated(field)
    part = _nest(field)
    right = _objects(type(field.schema).__name__)

    def load(value: Any) -> Any:
        if right.get(id(value)) is value:
            return value
        loaded = part(value)
        if str(loaded) == str(value):
            if len(right) >= CACHE_SIZE:
                right.clear()
            right[id(value)] = value
        return loaded

    return load


@cache
def _objects(_: str) -> dict[int, Any]:
    """Return the references that were right, by their identity, which is theirs as long as they are held here."""
    return {}


def _many(field: Any) -> Load:
    inner, empty = _field(field.inner), mode_of(field) == "document"

    def load(value: Any) -> Any:
        if type(value) is not list or not (value or empty) or None in value:
            raise Doubt
        return [inner(item) for item in value]

    return load


def _keyed(field: Any) -> Load:
    if mode_of(field) == "document":
        return _many(field)
    inner = _field(field.inner)

    def load(value: Any) -> Any:
        if not isinstance(value, Mapping) or not value or not all(map(is_slug, value)):
            raise Doubt
        return {slug: inner(item) for slug, item in value.items()}

    return load


MAKERS: dict[type, Callable[[Any], Load]] = {
    Text: _text,
    Quote: _quote,
    Whole: _whole,
    Nest: _nest,
    Ref: _ref,
    Many: _many,
    Keyed: _keyed,
} | dict.fromkeys((Identifier, EdtfDate, Clock, Duration, Link, Country, Wikidata, Language, Choice), _repeated)
