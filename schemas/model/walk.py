"""The one walk over a record or a document by its schema: every reference, text or part in it, and where it is.

Use it wherever something must be found at any depth. It knows from the schema which fields can hold what is looked
for and skips the rest, so it costs little, and it never has to guess from the names of keys.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from marshmallow import fields

from schemas.model.base import BaseSchema, Mode
from schemas.model.fields import Many, Nest, Ref

FieldPath = tuple[str | int, ...]
"""Where a value is in a record: keys, and indexes of lists."""
WalkItem = tuple[FieldPath, Any, Any]
"""A path, the field that describes the value there, and the value."""
Kind = type[fields.Field[Any]] | type[BaseSchema]
Visit = Callable[[Any, FieldPath, list[WalkItem]], None]


def walk(
    schema: type[BaseSchema],
    data: dict[str, Any],
    *kinds: Kind,
    mode: Mode = "record",
    skip: tuple[str, ...] = (),
) -> list[WalkItem]:
    """Return path, field and value of everything of some kinds in a record (or, by `mode`, a document), in its order.

    A kind is a field (`Ref`, `Text`), which finds single values, or a schema (`Evidence`), which finds whole parts;
    without one every single value is found. A reference is a single value in a document too, and what is null there
    is passed over. `skip` names fields of the outermost level that are left out, such as those that hold records of
    their own.
    """
    items = list[WalkItem]()
    visit = _visitor(schema, mode, kinds or (fields.Field,), skip)
    if visit:
        visit(data, (), items)
    return items


def field_name(path: FieldPath) -> str:
    """Write a path as a person would: accounts[0].evidence[1].quote."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")


def field_names(schema: type[BaseSchema], path: FieldPath) -> list[str]:
    """Return the fields that a curator may write where a path leads, for an error that asks which one was meant."""
    part: Any = schema()
    for step in path:
        if isinstance(part, Many):
            part = part.inner
        else:
            fields_by_name = {field.data_key or name: field for name, field in getattr(part, "fields", {}).items()}
            part = fields_by_name.get(str(step))
        if isinstance(part, Nest) and not isinstance(part, Ref):
            part = part.schema
    fields_of = part.fields.items() if isinstance(part, BaseSchema) else ()
    return [field.data_key or name for name, field in fields_of if not field.dump_only]


@cache
def _visitor(schema: type[BaseSchema], mode: Mode, kinds: tuple[Kind, ...], skip: tuple[str, ...]) -> Visit | None:
    return _visit_part(schema(mode=mode), kinds, skip)


def _visit_part(schema: BaseSchema, kinds: tuple[Kind, ...], skip: tuple[str, ...] = ()) -> Visit | None:
    """Return the function that walks a part, or None where it cannot hold anything of the kinds."""
    visits = {field.data_key or name: _visit_field(field, kinds) for name, field in schema.fields.items()}
    inside = {key: visit for key, visit in visits.items() if visit and key not in skip}

    def visit_part(data: dict[str, Any], path: FieldPath, items: list[WalkItem]) -> None:
        for key, value in data.items():
            visit = inside.get(key)
            if visit and value is not None:
                visit(value, (*path, key), items)

    return visit_part if inside else None


def _visit_field(field: fields.Field[Any], kinds: tuple[Kind, ...]) -> Visit | None:
    """Return the function that walks a field, or None where it cannot hold anything of the kinds."""
    if isinstance(field, Many):
        return _visit_list(_visit_field(field.inner, kinds))
    part = field.schema if isinstance(field, Nest) and not isinstance(field, Ref) else None
    if part is not None and not isinstance(part, kinds):
        return _visit_part(part, kinds)
    if part is None and not isinstance(field, kinds):
        return None

    def visit_value(value: Any, path: FieldPath, items: list[WalkItem]) -> None:
        items.append((path, field, value))

    return visit_value


def _visit_list(visit: Visit | None) -> Visit | None:
    """Return the function that walks a list, or in a record the mapping by slug that stands for one."""
    if visit is None:
        return None

    def visit_list(values: Any, path: FieldPath, items: list[WalkItem]) -> None:
        for step, value in values.items() if isinstance(values, dict) else enumerate(values):
            visit(value, (*path, step), items)

    return visit_list
