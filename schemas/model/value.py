"""Value: one allowed value of a vocabulary."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Value:
    """One allowed value: its definition, and its codes in the event-data schemes where they have an equivalent.

    `plover` is `CATEGORY` or `CATEGORY-mode` of the PLOVER manual; `cameo` is a CAMEO code of two to four digits.
    """

    definition: str
    plover: str | None = None
    cameo: str | None = None
