"""Differences: how a wording differs from a passage of the record, word by word."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from db.query.words import GAP, Word

SAME, CHANGED, ADDED, LEFT_OUT, MOVED, ALLOWED = "same", "changed", "added", "left-out", "moved", "bracketed"
"""What became of some words; what stands in square brackets or for an ellipsis may differ."""
MARGIN = 3
"""Words around the place where a text lies in a longer passage that are compared with it too."""


@dataclass(frozen=True)
class Change:
    """What became of a run of words: those of the passage, and those of the text in their place."""

    kind: str
    passage: Sequence[Word]
    text: Sequence[Word]


@dataclass(frozen=True)
class Likeness:
    """How a text stands to a passage."""

    changes: list[Change]
    is_part: bool
    """Whether the passage goes on before or after what the text has of it."""

    @property
    def edits(self) -> int:
        """Return how many words were changed, added, left out or moved."""
        moved = sum(len(one.text) for one in self.changes if one.kind == MOVED)
        return moved + sum(max(len(one.passage), len(one.text)) for one in self.changes if one.kind in _REAL)

    @property
    def shared(self) -> list[Word]:
        """Return the words of the text that stand in the passage in the same order."""
        return [word for one in self.changes if one.kind == SAME for word in one.text if word.key != GAP]

    @property
    def outweighs_brackets(self) -> bool:
        """Whether the text has as many words of the passage as it has where this only has words in square brackets.

        These may stand for any words, so that a text beside nothing else would be found in every passage with brackets.
        """
        same = [pair for one in self.changes if one.kind == SAME for pair in zip(one.passage, one.text, strict=False)]
        spoken = sum(not word.is_bracketed and not other.is_bracketed for word, other in same)
        allowed = [one for one in self.changes if one.kind == ALLOWED and not _has_gap(one.text)]
        return spoken >= sum(len(one.text) for one in allowed if any(word.is_bracketed for word in one.passage))


_REAL = (CHANGED, ADDED, LEFT_OUT)


def compare_words(passage: Sequence[Word], text: Sequence[Word]) -> Likeness:
    """Return how a text stands to a passage, or to the part of it that it is most like."""
    start = _find(passage, text)
    if start is not None:
        end = start + len(text)
        return Likeness([Change(SAME, passage[start:end], text)], start > 0 or end < len(passage))
    first, last = _window(passage, text)
    window = passage[first:last]
    # What the text leaves out may be more than what the record left out there.
    text_keys = [f"the text's {GAP}" if word.key == GAP else word.key for word in text]
    matcher = SequenceMatcher(None, [word.key for word in window], text_keys, autojunk=False)
    changes = [
        Change(SAME if kind == "equal" else "", window[a:b], text[c:d]) for kind, a, b, c, d in matcher.get_opcodes()
    ]
    is_near_whole = len(passage) <= len(text) + MARGIN and not _has_gap(text)
    if not is_near_whole:
        changes = _trimmed(changes)
    length = sum(len(one.passage) for one in changes)
    return Likeness(_with_moves([_judged(one) for one in changes]), length < len(passage))


def _find(passage: Sequence[Word], text: Sequence[Word]) -> int | None:
    """Return where a passage has a text word for word; None where it does not."""
    text_keys, keys = [word.key for word in text], [word.key for word in passage]
    for start in range(len(keys) - len(text_keys) + 1):
        if keys[start] == text_keys[0] and keys[start : start + len(text_keys)] == text_keys:
            return start
    return None


def _window(passage: Sequence[Word], text: Sequence[Word]) -> tuple[int, int]:
    """Return the part of a passage that a text is compared with: around the longest run that both have."""
    if len(passage) <= len(text) + MARGIN or _has_gap(text):
        return 0, len(passage)
    matcher = SequenceMatcher(None, [word.key for word in passage], [word.key for word in text], autojunk=False)
    block = matcher.find_longest_match()
    return max(0, block.a - block.b - MARGIN), min(len(passage), block.a - block.b + len(text) + MARGIN)


def _has_gap(words: Sequence[Word]) -> bool:
    return any(word.key == GAP for word in words)


def _trimmed(changes: list[Change]) -> list[Change]:
    """Return the changes without the words of the passage before and after what the text has of it."""
    for end in (0, -1):
        change = changes[end]
        spare = len(change.passage) - len(change.text)
        if change.kind != SAME and spare > 0 and not _has_gap(change.text):
            trimmed = change.passage[spare:] if end == 0 else change.passage[: len(change.text)]
            changes[end] = Change(change.kind, trimmed, change.text)
    return [one for one in changes if one.passage or one.text]


def _judged(change: Change) -> Change:
    """Return a change with its kind: whether it is one that an ellipsis or square brackets own up to."""
    if change.kind == SAME:
        return change
    kind = CHANGED if change.passage and change.text else LEFT_OUT if change.passage else ADDED
    if _owns_up(change.text, change.passage, with_gap=True) or _owns_up(change.passage, change.text, with_gap=False):
        kind = ALLOWED
    elif "".join(word.key for word in change.passage) == "".join(word.key for word in change.text):
        kind = SAME  # One word or two: so-called, so called.
    return Change(kind, change.passage, change.text)


def _owns_up(words: Sequence[Word], others: Sequence[Word], *, with_gap: bool) -> bool:
    """Tell whether words in brackets, or an ellipsis, say themselves that they stand for something else.

    Brackets stand for few words. The ellipsis of a text stands for any; what the record left out, nobody can compare.
    """
    if not words or not all(word.key == GAP or word.is_bracketed for word in words):
        return False
    if with_gap and _has_gap(words):
        return True
    return len(others) <= len(words) + 1 - _has_gap(words)


def _with_moves(changes: list[Change]) -> list[Change]:
    """Return the changes with what is left out in one place and added in another as words that moved."""
    left_out = [tuple(word.key for word in one.passage) for one in changes if one.kind == LEFT_OUT]
    added = [tuple(word.key for word in one.text) for one in changes if one.kind == ADDED]
    moved = set(left_out) & set(added)
    return [
        Change(MOVED, one.passage, one.text)
        if one.kind in (LEFT_OUT, ADDED) and tuple(word.key for word in (*one.passage, *one.text)) in moved
        else one
        for one in changes
    ]
