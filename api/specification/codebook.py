"""Codebook: what each noun, field, kind and status means, as a document, made of the schemas and the vocabularies."""

from collections.abc import Iterator
from textwrap import fill
from typing import Any

from marshmallow import fields

from schemas.coverage import Coverage
from schemas.model.base import BaseSchema
from schemas.model.fields import Choice, Degrees, EdtfDate, Flag, Identifier, Link, Many, Nest, Ref, Reference, Whole
from schemas.model.record import Record
from schemas.model.vocabulary import VOCABULARIES
from schemas.nouns import SCHEMAS

MAX_COLUMNS = 120
INTRODUCTION = """\
What every noun, field, kind and status means. `parley openapi` makes this page out of the schemas and vocabularies that
the server itself uses, so that it says what is served. Edit `schemas/` instead.

A field is followed by what stands in it. *Worked out* is what nobody types: the build derives it from the rest. *Or
null* is what may be unknown; a list may be empty instead. A *reference* to another record has the four fields of
[Reference](#reference). What the interface works out beyond single records (meetings, sums, empty answers) is told in
[what the answers mean](answers.md)."""
KIND_WORDS: dict[type[fields.Field[Any]], str] = {
    Identifier: "id",
    EdtfDate: "date in EDTF",
    Link: "web address",
    Whole: "whole number",
    Degrees: "degrees",
    Flag: "true or false",
}
"""What stands in a field of a type that is more than text."""


def write_codebook() -> str:
    """Return the codebook as Markdown, as it stands in docs/codebook.md."""
    return "\n\n".join(_sections()) + "\n"


def _sections() -> Iterator[str]:
    common = set(Record(mode="document").fields)
    parts = _parts()
    yield "# Codebook"
    yield INTRODUCTION
    yield "## What every record has"
    yield _field_list(Record, set())
    yield "## Nouns"
    yield from _index(list(SCHEMAS))
    for noun, schema in SCHEMAS.items():
        yield f"### {noun}"
        yield _wrapped(f"{schema.__doc__}".partition("\n")[0] + f" Its `type` is `{schema.TYPE}`.")
        yield _field_list(schema, common)
    yield "## Parts of records, and what the record covers"
    yield from _index([part.__name__ for part in parts])
    for part in parts:
        yield f"### {part.__name__}"
        yield _wrapped(f"{part.__doc__}".partition("\n")[0])
        yield _field_list(part, set())
    yield "## Kinds, statuses and other values"
    yield from _index([_heading(name) for name in VOCABULARIES])
    for name, values in VOCABULARIES.items():
        yield f"### {_heading(name)}"
        yield f"`/v1/vocabularies/{name}`"
        yield "\n".join(
            _item(f"**`{value}`**: {meaning.definition}{_codes(meaning.plover, meaning.cameo)}")
            for value, meaning in values.items()
        )


def _index(headings: list[str]) -> Iterator[str]:
    yield _wrapped(", ".join(map(_link_to, headings)) + ".")


def _field_list(schema: type[BaseSchema], without: set[str]) -> str:
    """Return the fields of a schema, an item each, apart from those that stand elsewhere."""
    written = schema().fields
    return "\n".join(
        _item(
            f"**`{field.data_key or name}`** ({_words_of(field)}{', worked out' * written[name].dump_only}):"
            f" {field.metadata['description']}"
        )
        for name, field in schema(mode="document").fields.items()
        if name not in without
    )


def _words_of(field: fields.Field[Any]) -> str:
    """Return what stands in a field of a document: whole number or null."""
    words = f"list of {_kind_of(field.inner)}" if isinstance(field, Many) else _kind_of(field)
    return words + (" or null" if field.allow_none else "")


def _kind_of(field: fields.Field[Any]) -> str:
    """Return what one value of a field is, with a link to where that is told."""
    if isinstance(field, Choice):
        return f"one of the {_link_to(_heading(field.vocabulary))}"
    if isinstance(field, Nest):
        schema = type(field.schema)
        part = _link_to(schema.NOUN if issubclass(schema, Record) else schema.__name__)
        if not isinstance(field, Ref):
            return part
        nouns = " or ".join(_link_to(noun) if noun in SCHEMAS else f"{noun} of agreements" for noun in field.nouns)
        return f"reference to {nouns}" if schema is Reference else f"{part} of {nouns}"
    return next((words for kind, words in KIND_WORDS.items() if isinstance(field, kind)), "text")


def _parts() -> list[type[BaseSchema]]:
    """Return the schemas of all that stands inside records, in the order of their names, and what the record covers."""
    parts = dict[str, type[BaseSchema]]()
    open_schemas: list[type[BaseSchema]] = [*SCHEMAS.values(), Coverage]
    while open_schemas:
        schema = open_schemas.pop()
        if schema.__name__ in parts:
            continue
        parts[schema.__name__] = schema
        for field in schema(mode="document").fields.values():
            inner = field.inner if isinstance(field, Many) else field
            if isinstance(inner, Nest):
                open_schemas.append(type(inner.schema))
    return [parts[name] for name in sorted(parts) if not issubclass(parts[name], Record)]


def _codes(plover: str | None, cameo: str | None) -> str:
    """Return the codes that a value has in the schemes of event data."""
    codes = [f"{scheme} `{code}`" for scheme, code in (("PLOVER", plover), ("CAMEO", cameo)) if code]
    return f" ({', '.join(codes)})" if codes else ""


def _heading(vocabulary: str) -> str:
    return vocabulary.replace("_", " ")


def _link_to(heading: str) -> str:
    return f"[{heading}](#{heading.lower().replace(' ', '-')})"


def _item(text: str) -> str:
    return fill(f"- {text}", MAX_COLUMNS, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


def _wrapped(text: str) -> str:
    return fill(text, MAX_COLUMNS, break_long_words=False, break_on_hyphens=False)
