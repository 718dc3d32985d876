"""Licences: writes deploy/licences.md, the licence of everything that the locks name; `make licences` runs it."""

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE / "licences.md"
PINNED = re.compile(r"^([\w.-]+)==(\S+?)(?: ; (.+?))?(?: \\)?$", re.MULTILINE)
HEAD = """# Licences

Everything that `deploy/requirements.txt` (needed to serve) and `deploy/requirements-dev.txt` (needed to test) name, as
the packages themselves declare it. Written by `make licences`.

| package | version | needed to | licence |
|---|---|---|---|
"""
SHORT = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
TEXTS = {
    "MIT": "Permission is hereby granted, free of charge, to any person obtaining a copy of this software",
}
"""Words by which the text of a licence is known."""


def locked(name: str) -> set[tuple[str, str, str]]:
    """Return name, version and marker of each package of a lock."""
    return set(PINNED.findall((HERE / name).read_text(encoding="utf-8")))


def licence_of(package: str, version: str, marker: str) -> str:
    """Return the licence that an installed package declares; of one that is not, where it would be."""
    try:
        found = distribution(package)
    except PackageNotFoundError:
        found = None
    if found is None or found.version != version:
        return f"not looked at: only where `{marker}`"
    return declared(found) or "none declared"


def declared(found: Distribution) -> str:
    """Return the licence of a package: the expression, its classifiers, the first line of what it says, or its text."""
    fields = found.metadata
    if expression := fields.get("License-Expression"):
        return expression
    kinds = [one.rpartition(" :: ")[2] for one in fields.get_all("Classifier", []) if one.startswith("License :: ")]
    kinds = [SHORT.get(kind, kind) for kind in kinds if kind != "OSI Approved"]
    return " / ".join(sorted(kinds)) or fields.get("License", "").strip().partition("\n")[0] or by_text(found)


def by_text(found: Distribution) -> str:
    """Return the licence whose text is in a package that names none."""
    files = [file for file in found.files or [] if ".dist-info/licenses/" in file.as_posix()]
    texts = [" ".join(file.read_text(encoding="utf-8").split()) for file in files]
    return " / ".join(sorted({name for name, words in TEXTS.items() for text in texts if words in text}))


def page() -> str:
    """Return the page."""
    serving, all_ = locked("requirements.txt"), locked("requirements-dev.txt")
    needed = {package for package, _, _ in serving}
    rows = [
        (package, version, "serve" if package in needed else "test", licence_of(package, version, marker))
        for package, version, marker in sorted(all_)
    ]
    return HEAD + "".join(f"| {' | '.join(row)} |\n" for row in rows)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
