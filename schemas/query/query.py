"""Queries: which parameters a list takes. A noun's query adds one field for each of its filters."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError

from schemas.query.parameters import (
    MAX_VALUE_LENGTH,
    MAX_VALUES,
    Codes,
    Cursor,
    Days,
    FirstDay,
    Ids,
    LastDay,
    Limit,
    Listed,
    OneOf,
    Parameter,
    Tags,
    Values,
    Words,
    problem,
)


class Query(Schema):
    """What a list can be asked for. A subclass adds one field for each filter, and `SORTS` names its orders."""

    SORTS: ClassVar[tuple[str, ...]]
    DEFAULT_SORT: ClassVar[str]

    q = Words(metadata={"description": "Words that the record, or the names in it, must have."})
    sort = Listed(metadata={"description": "Orders, each with - before it for descending, separated by commas."})
    limit = Limit(metadata={"description": "Most records in a page."})
    cursor = Cursor(metadata={"description": "The page that a `next` link points to. Opaque."})
    view = OneOf("brief", "full", metadata={"description": "brief, or full: the record as its own address gives it."})
    fields_ = Listed(data_key="fields", metadata={"description": "Only these fields of each record."})
    facet = Listed(metadata={"description": "Count all records found by these, the most frequent first."})

    @classmethod
    def excluded_parameters(cls) -> set[str]:
        """Name the parameters of every list that this one does not take."""
        return set()

    @classmethod
    def parameters(cls) -> dict[str, Parameter]:
        """Return every parameter by its name in the URL, operators left out."""
        return _parameters(cls)

    @classmethod
    def requires(cls, name: str) -> bool:
        """Tell whether a parameter must be given."""
        return name in cls.parameters() and cls.parameters()[name].required

    @classmethod
    def facets(cls) -> list[str]:
        """Return what a list can be counted by: every filter with a fixed set of values, and the year."""
        chosen = [name for name, field in cls.parameters().items() if isinstance(field, (Values, Ids, Codes, Tags))]
        return [*chosen, *(["year"] if "from" in cls.parameters() else [])]

    @classmethod
    def names(cls) -> list[str]:
        """Return every name that a URL may use, with operators."""
        return _names(cls)

    @classmethod
    def filters(cls) -> set[str]:
        """Return the names of the parameters that choose records."""
        return _filters(cls)

    @classmethod
    def load_parameters(cls, given: Mapping[str, list[str]], shown: Iterable[str]) -> dict[str, Any]:
        """Return what SQL binds for the parameters of a URL, each with all the values it was given.

        `shown` are the fields that `fields` may name. Raises ValidationError with, per parameter, a list of
        `{problem, allowed, did_you_mean, value}`.
        """
        parameters, errors, loaded = cls.parameters(), dict[str, Any](), dict[str, Any]()
        allowed = _allowed(cls, tuple(shown)) if given else {}
        for name in _required(cls):
            if name not in given:
                errors[name] = problem("Is required here.").messages
        for name, texts in given.items():
            try:
                if name not in cls.names():
                    raise problem("There is no such parameter here.", cls.names(), name)
                loaded |= _read(parameters[name.partition("__")[0]], name, texts, allowed.get(name))
            except ValidationError as error:
                value = ",".join(texts)[:MAX_VALUE_LENGTH]
                wrong_name = name not in cls.names()
                found: list[Any] = list(error.messages)
                errors[name] = [part | {"value": value if wrong_name else part["value"] or value} for part in found]
        if errors:
            raise ValidationError(errors)
        return loaded


@cache
def _parameters(query: type[Query]) -> dict[str, Parameter]:
    """Work out once what no request changes."""
    declared: Mapping[str, Any] = query._declared_fields
    every = {field.data_key or name: field for name, field in declared.items()}
    return {name: field for name, field in every.items() if name not in query.excluded_parameters()}


@cache
def _required(query: type[Query]) -> list[str]:
    return [name for name, parameter in query.parameters().items() if parameter.required]


@cache
def _allowed(query: type[Query], shown: tuple[str, ...]) -> dict[str, list[str]]:
    """Return what the parameters that name things of the query itself may name."""
    orders = [*query.SORTS, *(f"-{name}" for name in query.SORTS)]
    return {"sort": orders, "fields": list(shown), "facet": query.facets()}


@cache
def _names(query: type[Query]) -> list[str]:
    return [
        name + suffix
        for name, parameter in query.parameters().items()
        for suffix in ("", *(f"__{operator}" for operator in parameter.operators))
    ]


@cache
def _filters(query: type[Query]) -> set[str]:
    return set(query.parameters()) - {"q", "sort", "limit", "cursor", "view", "fields", "facet", "match"}


def _read(parameter: Parameter, name: str, texts: list[str], allowed: list[str] | None) -> dict[str, Any]:
    """Return what SQL binds for one parameter, after what holds for all of them was checked."""
    if parameter.many:
        texts = [part for text in texts for part in text.split(",")]
    elif len(texts) > 1:
        raise problem("Is given more than once and takes one value.")
    longest = parameter.json_schema.get("maxLength", MAX_VALUE_LENGTH)
    if any(len(text) > longest for text in texts):
        raise problem(f"Is longer than {longest} characters.")
    if len(texts) > MAX_VALUES:
        raise problem(f"Has more than {MAX_VALUES} values.")
    if any(not text for text in texts):
        raise problem("Is empty; leave the parameter out to ask for everything.")
    errors = list[Any]()
    for text in dict.fromkeys(texts):
        try:
            if allowed is not None and text not in allowed:
                raise problem("Not one of the allowed values.", allowed, text)
            parameter.read(text)
        except ValidationError as error:
            found: list[Any] = list(error.messages)
            errors += [part | {"value": text} for part in found]
    if errors:
        raise ValidationError(errors)
    return parameter.values(name, texts)


class DatedQuery(Query):
    """A query of records with dates. A record whose date is uncertain is found if it may lie within the bounds."""

    from_ = FirstDay(data_key="from", metadata={"description": "That may have been on or after this EDTF date."})
    to = LastDay(metadata={"description": "That may have been on or before this EDTF date."})
    date = Days(metadata={"description": "That may have been within this EDTF date."})
    match = OneOf(
        "possible",
        "certain",
        metadata={"description": "Whether a date may lie within the bounds (possible, the default) or must (certain)."},
    )


class InnerQuery(DatedQuery):
    """A query of records that lie inside events."""

    event = Ids("events", metadata={"description": "The event that it belongs to."})
    process = Ids("processes", metadata={"description": "The negotiating track of its event."})
    topic = Ids("topics", metadata={"description": "Topic, or a narrower one."})
    publisher = Ids("publishers", metadata={"description": "A publisher cited."})


class NoQuery(Query):
    """The query of an address that takes no parameters; whatever is given is refused."""

    SORTS = ()
    DEFAULT_SORT = ""

    @classmethod
    def excluded_parameters(cls) -> set[str]:
        """Leave everything out."""
        return {"q", "sort", "limit", "cursor", "view", "fields", "facet"}
