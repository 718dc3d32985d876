"""Lookups: what stands at the id of a record, now or in an earlier release."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Lookup:
    """What stands at an id: `current` with its document, `moved` with the new id, or `withdrawn` with the reason.

    In an earlier release it may be `absent`: no record had the id yet.
    """

    state: str
    target: str | None
    document: bytes
    digest: str | None = None
    """A digest of the document's bytes."""
    until: int | None = None
    """The last release that served something else at this id; None where all served this."""


class RecordNotFound(LookupError):
    """No record has, or ever had, this id."""
