"""Comparison: what changed from one state to the next; `undo` takes exactly that back."""

from collections import defaultdict

from db.history.changes import RecordChange, drop_former_ids, undo
from db.history.kinds import propose_kind
from db.history.state import RecordKey, State, event_of, inner_keys, key_order, unpack
from schemas.model.base import Json
from schemas.nouns import INNER


class VanishedRecords(Exception):
    """Records of a state are gone in the next one, and nothing says where they went; `keys` says which."""

    def __init__(self, keys: list[RecordKey]) -> None:
        super().__init__(", ".join(f"{identifier!r} of {noun}" for noun, identifier in keys))
        self.keys = keys


def compare(before: State, after: State) -> list[RecordChange]:
    """Return the changes that lead from one state to the next, in the order of noun and id, kinds as proposals.

    Raises VanishedRecords.
    """
    changes, sources = _renamed(before, after)
    vanished = sorted(before.keys() - after.keys() - {former for _, former in sources.items()} - _former(changes))
    if vanished:
        raise VanishedRecords(sorted(vanished, key=key_order))
    moves: dict[RecordKey, list[RecordChange]] = defaultdict(list)
    for change in changes:
        moves[change.key].append(change)
    for key in sorted(after, key=key_order):
        former = sources.get(key, key)
        if former not in before:
            changes.append(RecordChange(*key, "added"))
        elif before[former] != after[key]:
            changes += _edited(key, unpack(before[former]), unpack(after[key]), moves.get(key, []))
    _note_orders(before, after, changes)
    # A record's new id is told before what else changed in it.
    changes.sort(key=lambda change: (key_order(change.key), change.kind != "renamed"))
    if undo(after, changes) != before:
        raise AssertionError("Taking back the changes does not give the state before.")
    return changes


def _former(changes: list[RecordChange]) -> set[RecordKey]:
    return {(change.noun, change.before["id"]) for change in changes}


def _renamed(before: State, after: State) -> tuple[list[RecordChange], dict[RecordKey, RecordKey]]:
    """Return the changes of ids, and for each record that had another id which one.

    What lies inside a renamed event moves with it and is no change of its own.
    """
    changes, sources = list[RecordChange](), dict[RecordKey, RecordKey]()
    gone = before.keys() - after.keys()
    claimed = set[RecordKey]()
    for key, former in _successions(after, gone):
        if former in claimed:
            continue
        claimed.add(former)
        if key in before or key in sources:
            changes.append(RecordChange(*key, "renamed", {"id": former[1]} | unpack(before[former])))
            continue
        sources[key] = former
        changes.append(RecordChange(*key, "renamed", {"id": former[1]}))
        if key[0] == "events":
            for noun, identifier in inner_keys(before, former[1]):
                inner = (noun, f"{key[1]}:{identifier.rpartition(':')[2]}")
                if inner in after:
                    sources[inner] = (noun, identifier)
                    claimed.add((noun, identifier))
    return changes, sources


def _successions(after: State, gone: set[RecordKey]) -> list[tuple[RecordKey, RecordKey]]:
    """Return each record that names ids that are gone as its former ones, with them; events first.

    Of an event that went into another one, so did what lay inside it under the same name.
    """
    pairs = list[tuple[RecordKey, RecordKey]]()
    for key in sorted(after, key=lambda key: (key[0] != "events", key_order(key))):
        # Few records have a former id, and to look for the word is quicker than to read them all.
        if b'"formerly"' in after[key]:
            pairs += [(key, (key[0], former)) for former in unpack(after[key]).get("formerly", ())]
    moved = {former[1]: key[1] for key, former in pairs if key[0] == "events"}
    # What lies inside may name a former id under any that the event had between.
    pairs += [
        (key, (key[0], f"{old}:{slug}"))
        for old, new in moved.items()
        for key, (_, former) in pairs
        for event, _, slug in (former.partition(":"),)
        if key[0] in INNER and new in (event, moved.get(event))
    ]
    for noun, identifier in sorted(gone, key=key_order):
        event, _, slug = identifier.partition(":")
        if noun in INNER and event in moved and (noun, f"{moved[event]}:{slug}") in after:
            pairs.append(((noun, f"{moved[event]}:{slug}"), (noun, identifier)))
    return [(key, former) for key, former in pairs if former in gone]


def _edited(key: RecordKey, before: Json, after: Json, moves: list[RecordChange]) -> list[RecordChange]:
    """Return the change of a record's own content, if there is one beside that of its id."""
    if moves:
        drop_former_ids(after, moves)
        after = {name: value for name, value in after.items() if value}
    without = INNER if key[0] == "events" else ()
    names = sorted(
        name
        for name in before.keys() | after.keys()
        if name not in without and _differ(before.get(name), after.get(name))
    )
    if not names:
        return []
    stood = {name: before.get(name) for name in names}
    return [RecordChange(*key, propose_kind(stood, {name: after.get(name) for name in names}), stood)]


def _differ(value: object, other: object) -> bool:
    """Return whether two values differ, the order of the keys of a mapping included."""
    return value != other or str(value) != str(other)


def _note_orders(before: State, after: State, changes: list[RecordChange]) -> None:
    """Add to the changes of events the order of what lay inside, where taking back the rest does not restore it."""
    restored = undo(after, changes)
    moves = [change for change in changes if change.noun == "events" and change.kind == "renamed"]
    merged = {change.before["id"] for change in moves if len(change.before) > 1}
    moved = {change.before["id"]: change.id for change in moves if len(change.before) == 1}
    for key in sorted(before):
        if key[0] != "events" or key[1] in merged or restored.get(key) == before[key]:
            continue
        stood, stands = unpack(before[key]), unpack(restored[key])
        order = {noun: stood.get(noun) for noun in INNER if stood.get(noun) != stands.get(noun)}
        present = moved.get(key[1], key[1])
        change = next((one for one in changes if one.key == ("events", present) and one.kind != "renamed"), None)
        if change is None:
            change = RecordChange("events", present, "reworded")
            changes.append(change)
        change.before |= order


def event_keys(changes: list[RecordChange]) -> set[RecordKey]:
    """Return the events that some changes are of, or lie in."""
    return {event_of(change.key) or change.key for change in changes if change.noun in ("events", *INNER)}
