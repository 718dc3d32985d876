"""First ids: by which id a record was known when it came, so that feeds and calendars know it again under another."""

from collections.abc import Iterable

from db.history.changes import RecordChange
from db.history.state import RecordKey, State, inner_keys, unpack
from db.history.timeline import Timeline


def find_first_ids(timeline: Timeline, states: dict[int, State]) -> dict[RecordKey, str]:
    """Return the first id of each record that has had several, by its noun and every id but the first.

    `states` are those of the releases. A record that went into another one gives that one no other first id.
    """
    steps = [(release.changes, states[release.sequence]) for release in timeline.releases[1:]]
    steps.append((timeline.unreleased, timeline.present))
    first_ids = _before_history(states[1] if timeline.releases else timeline.present)
    for changes, state in steps:
        former = _former_keys(changes, state)
        first_ids |= {key: first_ids.get(before, before[1]) for key, before in former.items()}
    return {key: first_id for key, first_id in first_ids.items() if first_id != key[1]}


def _before_history(state: State) -> dict[RecordKey, str]:
    """Return the first ids in the first release: the oldest former ones, of which no release tells anything else."""
    # Few records have a former id, and to look for the word is quicker than to read them all.
    former_ids = {key: unpack(content)["formerly"] for key, content in state.items() if b'"formerly"' in content}
    first_ids = {key: former[0] for key, former in former_ids.items() if former}
    for noun, event in [key for key in first_ids if key[0] == "events"]:
        for key in inner_keys(state, event):
            head, _, slug = first_ids.get(key, key[1]).partition(":")
            # What came from another event keeps the id that it had there.
            if head == event or head in former_ids[noun, event]:
                first_ids[key] = f"{first_ids[noun, event]}:{slug}"
    return first_ids


def _former_keys(changes: Iterable[RecordChange], state: State) -> dict[RecordKey, RecordKey]:
    """Return the key before some changes of each record that they gave another id, `state` being that after them."""
    changes = list(changes)
    own_changes = {change.key for change in changes if change.kind in ("added", "renamed")}
    moves = [change for change in changes if change.kind == "renamed" and len(change.before) == 1]
    former = {change.key: (change.noun, change.before["id"]) for change in moves}
    for change in moves:
        if change.noun == "events":
            for noun, identifier in inner_keys(state, change.id):
                if (noun, identifier) not in own_changes:
                    former[noun, identifier] = (noun, change.before["id"] + identifier.removeprefix(change.id))
    return former
