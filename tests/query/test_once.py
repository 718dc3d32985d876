"""Once: a release is read when somebody first asks, by whichever reader, and another release by itself."""

from pathlib import Path
from types import SimpleNamespace

from db.query.connection import MAX_RELEASES, once_per_release


def test_each_release_is_read_once():
    asked = list[str]()

    @once_per_release
    def name_of(reader):
        asked.append(reader.path.stem)
        return reader.path.stem

    readers = [SimpleNamespace(path=Path(f"{name}.db")) for name in ("one", "one", "other", "one")]
    assert [name_of(reader) for reader in readers] == ["one", "one", "other", "one"]
    assert asked == ["one", "other"]


def test_only_the_last_releases_are_remembered():
    asked = list[int]()
    number_of = once_per_release(lambda reader: asked.append(int(reader.path.stem)))
    for number in (*range(MAX_RELEASES + 1), 0):
        number_of(SimpleNamespace(path=Path(f"{number}.db")))
    assert asked == [*range(MAX_RELEASES + 1), 0]
