"""Synonyms of a record: `synonyms.yaml`, the names that mean the same to a searcher, read and checked."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from db.curation import yaml
from db.curation.records import RecordError
from db.query.synonyms import MAX_PHRASE, phrase_key

SYNONYMS_FILE = "synonyms.yaml"


def load_synonyms(folder: Path) -> tuple[list[list[str]], list[RecordError]]:
    """Return the groups of a record's synonyms, none where it has no such file, and what is wrong with them."""
    path = folder / SYNONYMS_FILE
    if not path.exists():
        return [], []
    try:
        parsed = yaml.parse(path.read_bytes())
    except yaml.YamlError as error:
        return [], [RecordError(SYNONYMS_FILE, error.line, "file", error.message)]
    groups, errors, owners = list[list[str]](), list[RecordError](), dict[str, str]()
    for kind, listed in parsed.data.items():
        if not isinstance(listed, list):
            line = parsed.lines.line((kind,))
            errors.append(RecordError(SYNONYMS_FILE, line, kind, "Not a list of groups like [kyiv, kiev]."))
            continue
        for number, group in enumerate(listed):
            problems = list(_problems(group, f"{kind}[{number}]", owners))
            line = parsed.lines.line((kind, number))
            errors += [RecordError(SYNONYMS_FILE, line, kind, problem) for problem in problems]
            groups += [] if problems else [group]
    return groups, errors


def _problems(group: Any, name: str, owners: dict[str, str]) -> Iterator[str]:
    """Yield what is wrong with a group; `owners` are the groups that words are in already."""
    if not isinstance(group, list) or len(group) < 2 or not all(isinstance(word, str) for word in group):
        yield "Not a group; it has two or more words or names, like [kyiv, kiev]."
        return
    for word in group:
        key = phrase_key(word)
        if not key or len(key.split()) > MAX_PHRASE:
            yield f"{word!r} has no letter, or more than {MAX_PHRASE} words."
        elif owners.setdefault(key, name) != name:
            yield f"{word!r} is in another group too; put both in one group."
    if len({phrase_key(word) for word in group}) < 2:
        yield "Says nothing: a search takes these spellings for the same without it."
