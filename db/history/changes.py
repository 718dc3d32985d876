"""Changes: what differs between two states, record by record, and how a state is taken back to the one before it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from db.history.state import RecordKey, State, event_of, pack, unpack
from schemas.model.base import Json
from schemas.nouns import INNER

CHANGE_KINDS = ("added", "corrected", "extended", "reworded", "renamed", "withdrawn")
"""The kinds by which a curator says what changed in a record."""
WITHHELD = "withheld"
"""The kind of a change of history itself: words that stood in a record were taken out of what is told of it."""


@dataclass(slots=True)
class RecordChange:
    """One change of one record, which has the id that it has afterwards.

    `before` is what stood in the fields that changed, and None for a field that was not there. Of a record that got
    another id it holds that one as `id`; with more beside it, that is a record of its own that went into this one.
    """

    noun: str
    id: str
    kind: str
    before: dict[str, Any] = field(default_factory=dict)
    reason: str = ""
    source: str = ""

    @property
    def key(self) -> RecordKey:
        """The noun and the id."""
        return self.noun, self.id


def undo(state: State, changes: Iterable[RecordChange]) -> State:
    """Return the state before some changes, which are all of one release."""
    contents = dict(state)
    edited = _Contents(contents)
    changes = list(changes)
    moves = [change for change in changes if change.kind == "renamed"]
    orders = list[tuple[RecordKey, Json]]()
    for change in moves:
        drop_former_ids(edited.of(change.key), [change])
    for change in changes:
        if change.kind not in ("added", "renamed", WITHHELD):
            fields = change.before
            if change.noun == "events":
                orders.append((change.key, {name: fields[name] for name in INNER if name in fields}))
                fields = {name: value for name, value in fields.items() if name not in INNER}
            edited.of(change.key).update(fields)
    for change in changes:
        if change.kind == "added":
            edited.remove(change.key)
    for change in moves:
        if change.noun != "events":
            edited.take_back(change)
    for key, order in orders:
        edited.of(key).update(order)
    for change in moves:
        if change.noun == "events":
            edited.take_back(change)
    edited.save()
    return contents


class _Contents:
    """The contents of a state while they are edited, each taken out of its bytes when it is needed."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._open = dict[RecordKey, Json]()

    def of(self, key: RecordKey) -> Json:
        """Return the content of a record, to be edited."""
        if key not in self._open:
            self._open[key] = unpack(self._state[key])
        return self._open[key]

    def remove(self, key: RecordKey) -> None:
        """Remove a record, and its slug from the event that it lies in."""
        self._open.pop(key, None)
        del self._state[key]
        self._replace_slug(key, None)

    def take_back(self, change: RecordChange) -> None:
        """Give a record its former id again, or make the record again that went into it."""
        former = (change.noun, change.before["id"])
        if len(change.before) > 1:
            self._state[former] = b"{}"
            self._open[former] = {name: value for name, value in change.before.items() if name != "id"}
            return
        if change.noun == "events":
            prefix = f"{change.id}:"
            for noun, identifier in [key for key in self._state if key[1].startswith(prefix) and key[0] in INNER]:
                self._move((noun, identifier), (noun, f"{former[1]}:{identifier.removeprefix(prefix)}"))
        self._move(change.key, former)
        self._replace_slug(change.key, former[1].rpartition(":")[2])

    def save(self) -> None:
        """Write everything back into the state."""
        for key, content in self._open.items():
            self._state[key] = pack({name: value for name, value in content.items() if value not in (None, [])})

    def _move(self, key: RecordKey, other: RecordKey) -> None:
        self._state[other] = self._state.pop(key)
        if key in self._open:
            self._open[other] = self._open.pop(key)

    def _replace_slug(self, key: RecordKey, former: str | None) -> None:
        """Write another slug for a record into the event that it lies in, or none."""
        event = event_of(key)
        if event is None or event not in self._state:
            return
        slug, content = key[1].rpartition(":")[2], self.of(event)
        replaced = [former if one == slug else one for one in content.get(key[0], ())]
        content[key[0]] = [one for one in replaced if one is not None]


def drop_former_ids(content: Json, moves: Iterable[RecordChange]) -> None:
    """Take out of the former ids of a record those that it got by changes of its id.

    What lies in an event may name the id that it had under the event's new one, which was never published.
    """
    former = {change.before["id"] for change in moves}
    for change in moves:
        if change.noun in INNER:
            former.add(f"{change.id.partition(':')[0]}:{change.before['id'].partition(':')[2]}")
    if "formerly" in content:
        content["formerly"] = [one for one in content["formerly"] if one not in former]
