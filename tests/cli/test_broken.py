"""Commands over records with an error: each says where it is, does nothing and ends with 1; none has a traceback."""

import pytest

from tests.cli.test_cli import parley

WHERE = "topics/ceasefire.yaml:"


@pytest.fixture
def broken(world):
    """Return a folder of records in which one file has a field that there is not."""
    path = world / "topics" / "ceasefire.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "surprise: x\n", encoding="utf-8")
    return world


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("build",), WHERE),
        (("build", "--as-of", "2031-08-01"), f"Not built. {WHERE}"),
        (("check",), WHERE),
        (("cited", "CITING"), f"The record has errors.\n{WHERE}"),
        (("ids",), "The record has errors; `parley check` says them."),
        (("release", "--template"), "Not released: the record has errors."),
        (("report",), "The record has errors; `parley check` says them."),
    ],
)
def test_says_so_and_does_nothing(broken, tmp_path, arguments, words):
    citing = tmp_path / "article.txt"
    citing.write_text("http://localhost:8000/v1/topics/ceasefire\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in broken.rglob("*") if path.is_file()}
    arguments = [str(citing) if one == "CITING" else one for one in arguments]
    pointer = tmp_path / "build" / "current"
    done = parley(*arguments, PARLEY_RECORDS=str(broken), PARLEY_DATABASE=str(pointer))
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not pointer.is_symlink()
    assert {path: path.read_bytes() for path in broken.rglob("*") if path.is_file()} == before
