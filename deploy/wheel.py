"""Wheel: what serving needs besides the packages goes into api/files/ there, where db/query/root.py looks for it.

The specification, the settings of gunicorn and the guides lie at the top of a checkout, where people and tools look for
them, and a wheel has no such place: what lies beside its packages belongs to everybody. setuptools runs this when a
wheel or a source distribution is built; pyproject.toml names it.
"""

import shutil
from pathlib import Path

from setuptools.command.build_py import build_py

PATTERNS = ("openapi.yaml", "gunicorn.conf.py", "docs/*.md")
OWN = "deploy/wheel.py"
"""This file, without which no wheel can be built from a source distribution."""


class BuildWithFiles(build_py):  # type: ignore[misc]
    """Builds the packages, and puts the files beside them."""

    def run(self) -> None:
        """Build. An editable installation reads the checkout itself, and gets none."""
        super().run()
        if not self.editable_mode:
            for source, target in self._files().items():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:  # As setuptools calls it.
        """Return what is built."""
        return [*super().get_outputs(include_bytecode), *map(str, self._files().values())]

    def get_source_files(self) -> list[str]:
        """Return what a wheel is built from, for a source distribution."""
        return [*super().get_source_files(), *map(str, self._files()), OWN]

    def _files(self) -> dict[Path, Path]:
        """Return where each file goes; setuptools works in the folder of the project."""
        folder = Path(self.build_lib) / "api" / "files"
        return {file: folder / file for pattern in PATTERNS for file in sorted(Path().glob(pattern))}
