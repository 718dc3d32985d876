"""What an earlier specification promised and a later one no longer says: paths, parameters, replies, keys and types."""

from collections.abc import Iterator
from typing import Any

Spec = dict[str, Any]


def broken_promises(old: Spec, new: Spec) -> Iterator[str]:
    """Yield, a line each, whatever of the old specification is gone, retyped or newly required in the new one."""
    for path, item in old["paths"].items():
        if path not in new["paths"]:
            yield f"{path}: gone"
            continue
        before, after = item["get"], new["paths"][path]["get"]
        yield from _parameters(path, _named(old, before), _named(new, after))
        for status, reply in before["responses"].items():
            if status not in after["responses"]:
                yield f"{path} {status}: gone"
                continue
            contents = (_resolve(old, reply), _resolve(new, after["responses"][status]))
            yield from _contents(f"{path} {status}", old, new, *(part.get("content", {}) for part in contents))


def _named(spec: Spec, operation: Spec) -> dict[str, Spec]:
    """Return the parameters of an operation by where they stand and their names, each with its schema in full."""
    parameters = [_resolve(spec, parameter) for parameter in operation.get("parameters", ())]
    return {f"{one['in']} {one['name']}": one | {"schema": _in_full(spec, one["schema"])} for one in parameters}


def _parameters(path: str, old: dict[str, Spec], new: dict[str, Spec]) -> Iterator[str]:
    for name, parameter in new.items():
        if parameter.get("required") and not old.get(name, {}).get("required"):
            yield f"{path} {name}: required"
    for name, parameter in old.items():
        if name not in new:
            yield f"{path} {name}: gone"
            continue
        if parameter.get("explode", True) != new[name].get("explode", True):
            yield f"{path} {name}: written otherwise"
        for before, after in zip(_ends(parameter["schema"]), _ends(new[name]["schema"]), strict=True):
            if not set(before.get("enum", ())) <= set(after.get("enum", before.get("enum", ()))):
                yield f"{path} {name}: values gone: {sorted(set(before['enum']) - set(after['enum']))}"
            if not _types(before) <= _types(after):
                yield f"{path} {name}: {sorted(_types(before))} became {sorted(_types(after))}"


def _ends(schema: Spec) -> list[Spec]:
    """Return the schema of one value and that of the whole list; of a single value the same twice."""
    return [schema.get("items", schema), schema]


def _contents(where: str, old: Spec, new: Spec, before: Spec, after: Spec) -> Iterator[str]:
    for kind, media in before.items():
        if kind not in after:
            yield f"{where} {kind}: gone"
            continue
        schemas = (media.get("schema", {}), after[kind].get("schema", {}))
        yield from _keys(f"{where} {kind}", old, new, *schemas, seen=())


def _keys(where: str, old: Spec, new: Spec, before: Spec, after: Spec, seen: tuple[str, ...]) -> Iterator[str]:
    """Yield what is gone or retyped below a place in a reply; a schema that holds itself is looked at once."""
    name = f"{before.get('$ref')} {after.get('$ref')}"
    if "$ref" in before and name in seen:
        return
    seen = (*seen, name)
    before, after = _in_full(old, before), _in_full(new, after)
    # What had no type might be anything, so that any type is among what it might be.
    if _types(before) and not _types(after) <= _types(before):
        yield f"{where}: {sorted(_types(before))} became {sorted(_types(after))}"
    if lost := set(before.get("required", ())) - set(after.get("required", ())):
        yield f"{where}: no longer always there: {sorted(lost)}"
    for key, schema in before.get("properties", {}).items():
        if key not in after.get("properties", {}):
            yield f"{where}.{key}: gone"
        else:
            yield from _keys(f"{where}.{key}", old, new, schema, after["properties"][key], seen)
    if "items" in before:
        yield from _keys(f"{where}[]", old, new, before["items"], after.get("items", {}), seen)


def _in_full(spec: Spec, schema: Spec) -> Spec:
    """Return a schema as one: what it refers to, builds on or may be, with the keys and types of all."""
    schema = _resolve(spec, schema)
    parts = [*schema.get("allOf", ()), *schema.get("anyOf", ()), *schema.get("oneOf", ())]
    merged: Spec = {key: part for key, part in schema.items() if key not in ("allOf", "anyOf", "oneOf")}
    types = _types(schema) if "type" in schema else set()
    for part in (_in_full(spec, part) for part in parts):
        merged["properties"] = part.get("properties", {}) | merged.get("properties", {})
        merged |= {key: part[key] for key in ("items", "enum") if key in part and key not in merged}
        types |= _types(part) if "type" in part else set()
    merged["required"] = _required(spec, schema)
    return merged | ({"type": sorted(types)} if types else {})


def _required(spec: Spec, schema: Spec) -> list[str]:
    """Return the keys that are always there: those that the schema or anything it builds on names, or every choice."""
    keys = set(schema.get("required", ()))
    for part in schema.get("allOf", ()):
        keys |= set(_in_full(spec, part)["required"])
    for choices in (schema[name] for name in ("anyOf", "oneOf") if name in schema):
        objects = [part for part in (_in_full(spec, choice) for choice in choices) if _types(part) != {"null"}]
        keys |= set.intersection(*(set(part["required"]) for part in objects)) if objects else set()
    return sorted(keys)


def _types(schema: Spec) -> set[str]:
    """Return the types that a value may have; a value of no type may be anything."""
    kinds = schema.get("type", ["object"] if schema.get("properties") else [])
    return set([kinds] if isinstance(kinds, str) else kinds)


def _resolve(spec: Spec, part: Spec) -> Spec:
    """Return what a reference refers to, with what stands beside it."""
    while "$ref" in part:
        beside = {key: value for key, value in part.items() if key != "$ref"}
        target: Any = spec
        for name in part["$ref"].removeprefix("#/").split("/"):
            target = target[name]
        part = target | beside
    return part
