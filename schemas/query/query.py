"""Queries: which parameters a list takes. A noun's query adds one field for each of its filters."""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError

from schemas.query.moments import ReleaseMoment, Since
from schemas.query.parameters import (
    MAX_VALUE_LENGTH,
    Codes,
    Cursor,
    Days,
    FirstDay,
    Ids,
    LastDay,
    Limit,
    ManyIds,
    NameList,
    OneOf,
    Parameter,
    Tags,
    Values,
    Words,
    problem,
)

LoadedQuery = dict[str, Any]
"""What SQL binds for the parameters of a URL, by their names, operators included."""


class Query(Schema):
    """What a list can be asked for. A subclass adds one field for each filter, and `SORTS` names its orders."""

    SORTS: ClassVar[tuple[str, ...]]
    DEFAULT_SORT: ClassVar[str]
    ONE_OF: ClassVar[tuple[str, ...]] = ()
    """Parameters of which one must be there."""
    NO_FILTERS: ClassVar[frozenset[str]] = frozenset(
        {"q", "sort", "limit", "cursor", "view", "fields", "facet", "match", "as_of"}
    )
    """Parameters that choose no records by a filter of their own."""

    q = Words(
        metadata={"description": "Words that the record, or the names in it, must have; or a link that it cites."}
    )
    sort = NameList(metadata={"description": "Orders; a - before one makes it descending."})
    limit = Limit(metadata={"description": "Most records in a page."})
    cursor = Cursor(metadata={"description": "The page that a `next` link points to. Opaque."})
    view = OneOf("brief", "standard", "full", metadata={"description": "How much of each record."})
    fields_ = NameList(data_key="fields", metadata={"description": "Only these fields, by their names in the record."})
    facet = NameList(metadata={"description": "Count all records found by these."})
    as_of = ReleaseMoment(metadata={"description": "Answer as of this day, or this release."})

    @classmethod
    def excluded_parameters(cls) -> set[str]:
        """Name the parameters of every list that this one does not take."""
        return set()

    # What follows is worked out once for each class, because no request changes it.
    @classmethod
    @cache
    def parameters(cls) -> dict[str, Parameter]:
        """Return every parameter by its name in the URL, operators left out."""
        declared: Mapping[str, Any] = cls._declared_fields
        every = {field.data_key or name: field for name, field in declared.items()}
        return {name: field for name, field in every.items() if name not in cls.excluded_parameters()}

    @classmethod
    @cache
    def required(cls) -> tuple[str, ...]:
        """Return the names of the parameters that must be there."""
        return tuple(name for name, parameter in cls.parameters().items() if parameter.required)

    @classmethod
    def requires(cls, name: str) -> bool:
        """Tell whether a parameter must be there."""
        return name in cls.required()

    @classmethod
    @cache
    def facets(cls) -> list[str]:
        """Return what a list can be counted by: every filter with a fixed set of values, and the year."""
        listed = [name for name, field in cls.parameters().items() if isinstance(field, (Values, Ids, Codes, Tags))]
        return [*listed, *(["year"] if "from" in cls.parameters() else [])]

    @classmethod
    @cache
    def names(cls) -> list[str]:
        """Return every name that a URL may use, with operators."""
        return [
            name + suffix
            for name, parameter in cls.parameters().items()
            for suffix in ("", *(f"__{operator}" for operator in parameter.operators))
        ]

    @classmethod
    @cache
    def moments(cls) -> frozenset[str]:
        """Return the names of the parameters that may name a release, but `as_of`, which is looked up before others."""
        kinds = cls.parameters()
        return frozenset(name for name in kinds if isinstance(kinds[name], ReleaseMoment)) - {"as_of"}

    @classmethod
    @cache
    def filters(cls) -> set[str]:
        """Return the names of the parameters that choose records."""
        return set(cls.parameters()) - cls.NO_FILTERS

    @classmethod
    @cache
    def allowed_names(cls, fields: tuple[str, ...]) -> dict[str, list[str]]:
        """Return what the parameters may name that name things of the query itself; `fields` are those of a record."""
        orders = [*cls.SORTS, *(f"-{name}" for name in cls.SORTS)]
        return {"sort": orders, "fields": list(fields), "facet": cls.facets()}

    @classmethod
    def load_parameters(cls, query_params: Mapping[str, list[str]], fields: Iterable[str]) -> LoadedQuery:
        """Return what SQL binds for the parameters of a URL, each with all its values; every value is read once.

        `fields` are those that the parameter `fields` may name. Raises ValidationError with, for each parameter, a
        list of `{problem, allowed, did_you_mean, value}`.
        """
        parameters, names = cls.parameters(), cls.names()
        allowed = cls.allowed_names(tuple(fields)) if query_params else {}
        errors, loaded = dict[str, Any](), dict[str, Any]()
        for name in cls.required():
            if name not in query_params:
                errors[name] = problem("Is required here.").messages
        for name, texts in query_params.items():
            try:
                if name not in names:
                    raise problem("There is no such parameter here.", names, name)
                loaded |= _read(parameters[name.partition("__")[0]], name, texts, allowed.get(name))
            except ValidationError as error:
                value = ",".join(texts)[:MAX_VALUE_LENGTH]
                messages: list[Any] = list(error.messages)
                errors[name] = [
                    part | {"value": value if name not in names else part["value"] or value} for part in messages
                ]
        errors = errors or _crossed_bounds(query_params, loaded)
        if errors:
            raise ValidationError(errors)
        return loaded


def _crossed_bounds(texts: Mapping[str, list[str]], loaded: LoadedQuery) -> dict[str, Any]:
    """Return the errors of what nothing can meet: a lower bound above the upper one, a value that is excluded too.

    Each bound suggests the other. Dates are compared by the first day that one may mean and the last day that the other
    may.
    """
    pairs = [(name, f"{name.removesuffix('gte')}lte") for name in loaded if name.endswith("__gte")]
    bounds = [(low, high, loaded[low], loaded[high]) for low, high in pairs if high in loaded]
    if "from" in loaded and "to" in loaded:
        bounds.append(("from", "to", loaded["from_first"], loaded["to_last"]))
    errors = _excluded_values(loaded)
    for low, high, least, most in bounds:
        if least > most:
            over, under = ("after", "before") if low == "from" else ("above", "below")
            for name, word, other in ((low, over, high), (high, under, low)):
                text = f"Is {word} `{other}`; nothing can meet both."
                error = {"value": texts[name][0], "problem": text, "allowed": [], "did_you_mean": texts[other][0]}
                errors[name] = [error]
    return errors


def _excluded_values(loaded: LoadedQuery) -> dict[str, Any]:
    """Return the errors of values that the same query excludes, so that none of them is left."""
    errors = dict[str, Any]()
    for excluding in [name for name in loaded if name.endswith("__not")]:
        name = excluding.removesuffix("__not")
        if name in loaded and set(values := json.loads(loaded[name])) <= set(json.loads(loaded[excluding])):
            for one, other in ((name, excluding), (excluding, name)):
                text = f"Is contrary to `{other}`; nothing can meet both."
                value = ",".join(values)
                errors[one] = [{"value": value, "problem": text, "allowed": [], "did_you_mean": None}]
    return errors


def _alike(allowed: list[str], text: str) -> list[str]:
    """Return the allowed names of the form of a text: fields of a record, or fields of what lies inside it."""
    head, dot, _ = text.partition(".")
    inside = [name for name in allowed if name.startswith(f"{head}.")] if dot else []
    return inside or [name for name in allowed if ("." in name) == bool(dot)] or allowed


def _read(parameter: Parameter, name: str, texts: list[str], allowed: list[str] | None) -> dict[str, Any]:
    """Return what SQL binds for one parameter. Raises ValidationError."""
    if parameter.many:
        texts = ",".join(texts).split(",")
    elif len(texts) > 1:
        raise problem("Is given more than once and takes one value.")
    max_length = parameter.json_schema.get("maxLength", MAX_VALUE_LENGTH)
    if max(map(len, texts)) > max_length:
        raise problem(f"Is longer than {max_length} characters.")
    if len(texts) > parameter.max_values:
        raise problem(f"Has more than {parameter.max_values} values.")
    if "" in texts:
        raise _empty(parameter, texts)
    values, errors = dict[str, Any](), list[Any]()
    for text in dict.fromkeys(texts):
        try:
            if allowed is not None and text not in allowed:
                raise problem("Not one of the allowed values.", _alike(allowed, text), text)
            values[text] = parameter.read(text)
        except ValidationError as error:
            messages: list[Any] = list(error.messages)
            errors += [part | {"value": text} for part in messages]
    if errors:
        raise ValidationError(errors)
    return parameter.bind(name, list(map(values.__getitem__, texts)))


def _empty(parameter: Parameter, texts: list[str]) -> ValidationError:
    """Return the error of a parameter without a value, or with none between two commas, which the others remain of."""
    present = ",".join(filter(None, texts))
    if not present:
        return problem(f"Is empty{parameter.instead_of_empty}.")
    text = "Has an empty value beside a comma."
    error = {"value": ",".join(texts)[:MAX_VALUE_LENGTH], "problem": text, "allowed": [], "did_you_mean": present}
    return ValidationError([error])


class RecordQuery(Query):
    """A query of the records of a noun, which all can be asked for by when they came and when they changed."""

    REVISION_SORTS: ClassVar[tuple[str, ...]] = ("created_date", "updated_date", "corrected_date")

    created_since = Since(metadata={"description": "That came on or after this day, or after this release."})
    updated_since = Since(metadata={"description": "That changed on or after this day, or after this release."})
    corrected_since = Since(metadata={"description": "Corrected on or after this day, or after this release."})

    def __init_subclass__(cls, **options: Any) -> None:
        """Let every list be ordered by these dates too."""
        super().__init_subclass__(**options)
        own = vars(cls).get("SORTS")
        if own:
            cls.SORTS = (*own, *cls.REVISION_SORTS)


class DatedQuery(Query):
    """A query of records with dates. An uncertain date counts if it may lie within the bounds."""

    from_ = FirstDay(data_key="from", metadata={"description": "That may have been on or after this EDTF date."})
    to = LastDay(metadata={"description": "That may have been on or before this EDTF date."})
    date = Days(metadata={"description": "That may have been within this EDTF date."})
    match = OneOf(
        "possible",
        "certain",
        metadata={"description": "Whether a date may lie within the bounds (possible, the default) or must (certain)."},
    )


class InnerQuery(RecordQuery, DatedQuery):
    """A query of records that lie inside events."""

    event = Ids("events", metadata={"description": "The event that it belongs to."})
    process = Ids("processes", metadata={"description": "The negotiating track of its event."})
    topic = ManyIds("topics", metadata={"description": "Topic, or a narrower one."})
    publisher = ManyIds("publishers", metadata={"description": "A publisher cited."})


class NoQuery(Query):
    """The query of an address that takes no parameters and refuses all."""

    SORTS = ()
    DEFAULT_SORT = ""

    @classmethod
    def excluded_parameters(cls) -> set[str]:
        """Leave everything out."""
        return {"q", "sort", "limit", "cursor", "view", "fields", "facet"}
