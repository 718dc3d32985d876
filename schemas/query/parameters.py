"""Parameters: what a value in a URL may be. Each kind reads a text, and says what SQL binds for what it read."""

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, ClassVar

from marshmallow import ValidationError, fields

from schemas.model.edtf import EXISTING_DATE, EdtfError, bounds, spans, what_is_wrong
from schemas.model.fields import IDENTIFIER
from schemas.model.vocabulary import values_of

MAX_VALUE_LENGTH, MAX_VALUES, MAX_ID_LENGTH = 200, 20, 120
MAX_WORDS, MAX_PREFIXES, MAX_SEARCH_LENGTH = 30, 3, 400
LISTED_AT = {"terms": "/v1/agreements", "countries": "/v1/places?kind=country"}
"""Where ids are listed that are not those of a noun; terms stand in their agreement."""
PHRASE = re.compile(r'["“”„«»][^"“”„«»]*(?:["“”„«»]|$)')
"""Words in quotation marks of any kind, which count as one: a quote has up to forty."""
DEFAULT_LIMIT, MAX_LIMIT = 20, 100


def problem(text: str, allowed: Iterable[str] = (), value: str = "") -> ValidationError:
    """Return an error that says what is wrong with a value, what is allowed, and what may have been meant."""
    allowed = list(allowed)
    close = get_close_matches(value, allowed, 1) if value else []
    suggestion = close[0] if close else None
    return ValidationError([{"value": value, "problem": text, "allowed": allowed, "did_you_mean": suggestion}])


class Parameter(fields.Field[Any], ABC):
    """One parameter. `operators` are the suffixes it takes (`topic__not`), `many` whether it takes several values."""

    operators: ClassVar[tuple[str, ...]] = ()
    many: ClassVar[bool] = False
    max_values: ClassVar[int] = MAX_VALUES
    json_schema: Mapping[str, Any] = {"type": "string"}
    """The JSON Schema of one value."""

    @property
    def instead_of_empty(self) -> str:
        """What an error says to do about an empty value."""
        return " and is required here" if self.required else "; leave the parameter out to ask for everything"

    @abstractmethod
    def read(self, value: str) -> Any:
        """Return what one text means to the parameter. Raises ValidationError."""

    def bind(self, name: str, values: list[Any]) -> dict[str, Any]:
        """Return what SQL binds for the values that were read: a JSON array if there may be several, or the one."""
        return {name: json.dumps(values, ensure_ascii=False) if self.many else values[0]}


class Values(Parameter):
    """One or more values of a vocabulary."""

    operators = ("not",)
    many = True

    def __init__(self, vocabulary: str, **options: Any) -> None:
        super().__init__(**options)
        self.vocabulary = vocabulary
        self.allowed = values_of(vocabulary)
        self.json_schema = {"type": "string", "enum": self.allowed}

    def read(self, value: str) -> str:
        """Return the value, which must be one of the vocabulary's."""
        if value not in self.allowed:
            raise problem("Not one of the allowed values.", self.allowed, value)
        return value


class Ids(Parameter):
    """One or more ids of records of some nouns; `check_ids_exist` in db/ asks whether a record has them."""

    operators: ClassVar[tuple[str, ...]] = ("not",)
    many = True
    json_schema: Mapping[str, Any] = {"type": "string", "pattern": f"^{IDENTIFIER}$", "maxLength": MAX_ID_LENGTH}

    def __init__(self, *nouns: str, **options: Any) -> None:
        super().__init__(**options)
        self.nouns = nouns

    def read(self, value: str) -> str:
        """Return the id."""
        if not re.fullmatch(IDENTIFIER, value, re.ASCII):
            raise problem(f"Not an id; ids are listed at {LISTED_AT.get(self.nouns[0], f'/v1/{self.nouns[0]}')}.")
        return value


class ManyIds(Ids):
    """Ids of which a record may have several: `__all` asks for those that have every one."""

    operators = ("not", "all")


class Codes(Parameter):
    """One or more ISO 3166 codes; `check_ids_exist` in db/ asks whether a country of the record has them."""

    operators: ClassVar[tuple[str, ...]] = ("not",)
    many = True
    nouns = ("countries",)
    json_schema: Mapping[str, Any] = {"type": "string", "pattern": "^[A-Za-z]{2}$"}

    def read(self, value: str) -> str:
        """Return the code in capitals."""
        if not re.fullmatch("[A-Za-z]{2}", value, re.ASCII):
            raise problem("Not an ISO 3166 code of two letters, like TR.")
        return value.upper()


class ManyCodes(Codes):
    """Codes of which a record may have several: `__all` asks for those that have every one."""

    operators = ("not", "all")


class Tags(Parameter):
    """One or more language tags; `check_ids_exist` in db/ asks whether anything in the record is in that language."""

    operators = ("not",)
    many = True
    nouns = ("languages",)
    json_schema: Mapping[str, Any] = {"type": "string", "pattern": "^[A-Za-z]{2,3}$"}

    def read(self, value: str) -> str:
        """Return the tag in lower case."""
        if not re.fullmatch("[A-Za-z]{2,3}", value, re.ASCII):
            raise problem("Not a language tag like en, uk or ru.")
        return value.lower()


class Days(Parameter):
    """An EDTF date; bound as its text, and as its first and last day, `name_first` and `name_last`.

    A set with gaps is bound as its runs of days too, `name__spans`, which is a filter beside that of first and last.
    """

    has_spans: ClassVar[bool] = True
    """Whether the days between those of a set are left out."""

    json_schema: Mapping[str, Any] = {"type": "string", "pattern": f"^({EXISTING_DATE})$"}

    def read(self, value: str) -> tuple[str, str, str]:
        """Return the date as it was written, and the first and last day that it may mean."""
        try:
            return value, *bounds(value)
        except EdtfError as error:
            raise problem(what_is_wrong(value)) from error

    def bind(self, name: str, values: list[Any]) -> dict[str, Any]:
        """Return the text and the two days."""
        text, first, last = values[0]
        bound = {name: text, f"{name}_first": first, f"{name}_last": last}
        if self.has_spans and text[0] in "{[" and len(runs := spans(text)) > 1:
            bound[f"{name}__spans"] = json.dumps(runs)
        return bound


class FirstDay(Days):
    """A date from which on."""

    has_spans = False


class LastDay(Days):
    """A date until which."""

    has_spans = False


class Number(Parameter):
    """A whole number; `__gte` and `__lte` make it a minimum or a maximum."""

    operators: ClassVar[tuple[str, ...]] = ("gte", "lte")
    json_schema: Mapping[str, Any] = {"type": "integer", "minimum": 0, "maximum": 999999999}

    def read(self, value: str) -> int:
        """Return the number."""
        if not re.fullmatch("0|[1-9][0-9]{0,8}", value, re.ASCII):
            raise problem("Not a whole number from 0 to 999999999, in digits alone.")
        return int(value)


class YesNo(Parameter):
    """True or false."""

    json_schema: Mapping[str, Any] = {"type": "string", "enum": ["true", "false"]}

    def read(self, value: str) -> int:
        """Return 1 or 0."""
        if value not in ("true", "false"):
            raise problem("Not true or false.", ["true", "false"], value)
        return int(value == "true")


class Limit(Parameter):
    """How many records a page has at most."""

    json_schema: Mapping[str, Any] = {
        "type": "integer",
        "minimum": 1,
        "maximum": MAX_LIMIT,
        "default": DEFAULT_LIMIT,
    }

    def read(self, value: str) -> int:
        """Return the number."""
        if not re.fullmatch("[1-9][0-9]{0,2}", value, re.ASCII) or int(value) > MAX_LIMIT:
            raise problem(f"Not a whole number from 1 to {MAX_LIMIT}.", [f"1 to {MAX_LIMIT}"])
        return int(value)


class OneOf(Parameter):
    """One of a few fixed words."""

    def __init__(self, *allowed: str, **options: Any) -> None:
        super().__init__(**options)
        self.allowed = list(allowed)
        self.json_schema = {"type": "string", "enum": self.allowed}

    def read(self, value: str) -> str:
        """Return the word."""
        if value not in self.allowed:
            raise problem("Not one of the allowed values.", self.allowed, value)
        return value


class OrderedChoice(OneOf):
    """One or more of a few words, in an order that means something."""

    many = True

    def bind(self, name: str, values: list[Any]) -> dict[str, Any]:
        """Return the words as a list, each once."""
        return {name: list(dict.fromkeys(values))}


class NameList(Parameter):
    """Names of things that the query itself has: the orders to sort by, the fields to show, the facets to count."""

    many = True

    def bind(self, name: str, values: list[Any]) -> dict[str, Any]:
        """Return the names as a list."""
        return {name: values}

    def read(self, value: str) -> str:
        """Return the name; Query.load_parameters has compared it with what the query allows."""
        return value


class Words(Parameter):
    """Words to search for."""

    json_schema: Mapping[str, Any] = {"type": "string", "minLength": 1, "maxLength": MAX_SEARCH_LENGTH}

    def read(self, value: str) -> str:
        """Return the text as it was typed."""
        if not any(character.isalnum() for character in value):
            raise problem("Has no letter or digit to search for.")
        if len(re.findall(r'[^\s"]+', PHRASE.sub(" phrase ", value))) > MAX_WORDS:
            raise problem(f"Has more than {MAX_WORDS} words.")
        # A beginning of one letter is every word with it: twenty of them took longer than any query may.
        if len(re.findall(r'\*(?=[\s"]|$)', value)) > MAX_PREFIXES:
            raise problem(f"Has more than {MAX_PREFIXES} beginnings (word*).")
        return value


class Cursor(Parameter):
    """Where the next page begins, as a list's `next` link gives it."""

    json_schema: Mapping[str, Any] = {"type": "string", "maxLength": 600}

    def read(self, value: str) -> str:
        """Return the text; whoever wrote the cursor reads it."""
        return value
