"""Filter form: the parameters of a query as fields of a form whose address, once it is sent, is the query."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from api.formats.content import PageFrame
from db.query.choices import MAX_CHOICES
from schemas.query.day_of_year import DayOfYear
from schemas.query.parameters import Days, Ids, Number, OneOf, OrderedChoice, Parameter, Values, Words, YesNo
from schemas.query.query import Query

MAIN_FIELDS = {
    "EventQuery": ("kind", "process", "actor", "topic", "place"),
    "ClaimQuery": ("status", "side", "topic", "event"),
    "StatementQuery": ("speaker", "side", "topic"),
    "TransferQuery": ("what", "from_side", "to_side"),
    "TotalsQuery": ("by", "what", "from_side", "to_side"),
    "SourceQuery": ("publisher", "kind", "language"),
    "ChangeQuery": ("since", "until", "noun", "kind"),
    "CorrectionQuery": ("since", "until", "noun", "kind"),
    "CheckQuery": ("text", "url"),
    "SearchQuery": ("type", "process", "actor", "topic"),
}
"""The fields that are seen at once, by the query's name; of others, the first of their own. The rest are folded in."""
ALWAYS = ("q", "from", "to")
BOUNDS = ("from", "to", "match")
"""What the date in an address makes needless."""
NUMBER_OF_MAIN_FIELDS = 3
COMBINATIONS = {"by": ("year,what", "month,what", "year,from,to")}
"""Several values at once that a choice offers too."""
REPLY_SHAPE = ("cursor", "view", "fields", "limit")
"""Parameters that shape a reply rather than choose what is in it; a form keeps them where they are there already."""
LABELS = {
    "q": "Words",
    "to": "Until",
    "from_side": "Handed over by",
    "to_side": "Received by",
    "sort": "Order",
    "facet": "Count by",
    "match": "Dates that",
    "by": "Sum by",
    "url": "Address of an article",
    "text": "Words to look for",
    "noun": "Kind of record",
    "independent_publishers": "Publishers cited",
    "publisher": "Publisher cited",
}
"""What a parameter is called, where its name does not say it."""
OPERATOR_LABELS = {"not": "not", "all": "all of", "gte": "at least", "lte": "at most"}
OPTION_NAMES = {"possible": "may lie within", "certain": "surely lie within", "true": "yes", "false": "no"}
Options = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class FormField:
    """One field: its name in the address, its label, its value, and what may be chosen, if that is little.

    `list` is the noun whose names are suggested while somebody types; `hint` shows how a value looks; `error` says what
    is wrong with the value that was sent.
    """

    name: str
    label: str
    value: str
    options: Options = ()
    list: str = ""
    hint: str = ""
    required: bool = False
    error: str = ""


@dataclass(frozen=True)
class FilterForm:
    """A form: the address that it is sent to, its fields, and the names that it suggests, by noun."""

    action: str
    main: Sequence[FormField]
    more: Sequence[FormField]
    lists: Mapping[str, Options]
    button: str = "Show"
    is_blank: bool = False
    """Whether nothing was asked yet, so that the page has nothing else."""

    @property
    def is_open(self) -> bool:
        """Tell whether the form must be seen on a small screen: where the address has nothing else to show."""
        return self.is_blank or any(field.error for field in (*self.main, *self.more))

    @property
    def shows_more(self) -> bool:
        """Tell whether one of the folded fields has a value, so that they must be seen."""
        return any(field.value or field.error for field in self.more)


def form_of(frame: PageFrame, action: str, errors: Mapping[str, str] | None = None) -> FilterForm | None:
    """Return the form of an address; None where the address takes nothing that somebody would fill in.

    `errors` say what is wrong with what was sent, by the name of the parameter.
    """
    if frame.query_type is None:
        return None
    fields = {field.name: field for field in _Fields(frame, frame.query_type, errors or {}).every()}
    # When to look at something is no question of its own; the history of a record leads there.
    if not fields.keys() - {"as_of"}:
        return None
    main_names = _main_names(frame.query_type)
    main = [fields[name] for name in main_names if name in fields]
    more = [field for name, field in fields.items() if name not in main_names]
    nouns = {field.list for field in fields.values() if field.list}
    return FilterForm(
        action, main, more, {noun: frame.choices[noun] for noun in sorted(nouns)}, is_blank=frame.is_blank
    )


def _main_names(query_type: type[Query]) -> list[str]:
    names = [name for name in query_type.parameters() if name not in ("sort", "facet", "match", *REPLY_SHAPE)]
    own = [name for name in names if name not in (*ALWAYS, "date", "as_of")][:NUMBER_OF_MAIN_FIELDS]
    return [*(name for name in ALWAYS if name in names), *MAIN_FIELDS.get(query_type.__name__, own)]


class _Fields:
    """The fields of one form, made from what a query declares and from what the address already says."""

    def __init__(self, frame: PageFrame, query_type: type[Query], errors: Mapping[str, str]) -> None:
        self.frame, self.query_type, self.errors = frame, query_type, errors
        self.values = {name: ",".join(values) for name, values in frame.params.items()}

    def every(self) -> Iterator[FormField]:
        """Yield a field for each parameter, and for those with operators that the address has."""
        for name, parameter in self.query_type.parameters().items():
            is_number = isinstance(parameter, Number)
            offered = name not in REPLY_SHAPE and not is_number and not self._is_given_by_path(name)
            if offered or (name in self.values and name != "cursor"):
                yield self._field(name, name, parameter)
            for variant in (f"{name}__{operator}" for operator in parameter.operators):
                if is_number or variant in self.values:
                    yield self._field(variant, name, parameter)

    def _is_given_by_path(self, name: str) -> bool:
        in_path = self.frame.path_params
        return name in in_path or ("date" in in_path and name in BOUNDS)

    def _field(self, name: str, base: str, parameter: Parameter) -> FormField:
        """Return the field of a parameter, `base` with or without an operator."""
        operator = name.removeprefix(base).removeprefix("__")
        label = LABELS.get(base, base.replace("_", " ").capitalize())
        label += f" ({OPERATOR_LABELS[operator]})" if operator else ""
        options, noun, value = self._options(base, parameter), "", self.values.get(name, "")
        if isinstance(parameter, Ids) and not options:
            noun = next((one for one in parameter.nouns if one in self.frame.choices), "")
        if options and value and value not in dict(options):
            # Several values at once are no choice of the list; they stay as they are until another one is made.
            options = [*options, (value, value.replace(",", _joint(parameter)))]
        is_required = self.query_type.requires(base)
        hint = "begin to type" if noun else _hint(parameter)
        return FormField(name, label, value, options, noun, hint, is_required, self.errors.get(name, ""))

    def _options(self, name: str, parameter: Parameter) -> Options:
        """Return the values of a closed choice with their names; none where anything can be written."""
        if name == "sort":
            return [pair for order in self.query_type.SORTS for pair in _orders(order)]
        if name == "facet":
            return [(one, one.replace("_", " ")) for one in self.query_type.facets()]
        if isinstance(parameter, (Values, OneOf)):
            every = [*parameter.allowed, *COMBINATIONS.get(name, ())]
            return [(value, _option_name(value, _joint(parameter))) for value in every]
        if isinstance(parameter, YesNo):
            return [("true", "yes"), ("false", "no")]
        if isinstance(parameter, Ids):
            of_noun = self.frame.choices.get(parameter.nouns[0], ())
            return sorted(of_noun, key=lambda pair: pair[1]) if len(of_noun) < MAX_CHOICES else ()
        return ()


def _joint(parameter: Parameter) -> str:
    """Return what stands between several values: they are alternatives, unless their order means something."""
    return ", " if isinstance(parameter, OrderedChoice) else " or "


def _option_name(value: str, joint: str) -> str:
    return OPTION_NAMES.get(value, value.replace("-", " ").replace(",", joint))


def _orders(name: str) -> Options:
    words = {"date": ("oldest first", "newest first"), "title": ("A to Z", "Z to A"), "name": ("A to Z", "Z to A")}
    first, last = words.get(name, ("lowest first", "highest first"))
    label = name.replace("_", " ")
    return [(name, f"{label}, {first}"), (f"-{name}", f"{label}, {last}")]


def _hint(parameter: Parameter) -> str:
    if isinstance(parameter, DayOfYear):
        return "like 06-02"
    if isinstance(parameter, Days):
        return "like 2025-06"
    if isinstance(parameter, Words):
        return "or “a phrase”"
    return "an id" if isinstance(parameter, Ids) else ""
