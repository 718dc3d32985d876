"""Windows: a time as a range of record numbers, so that most dates need not be compared at all.

The records of a dated noun are numbered newest first, by the first day that their date may mean (`earliest`). So all
that began on a day or later have the numbers up to a certain one, which one look into the index on `earliest` finds.
Only a date that may mean several days can begin before a day and still reach it, and it cannot begin earlier than the
noun's longest date is long. With a longest date of 30 days, `from=2025-05-10` comes to this:

    number        1      2      3    |     4       5          6        |     7       8
    date        06-15  06-02  05-20  |  2025-05  04-30  04-20/05-12    |  2025-04  03-01
    earliest    06-15  06-02  05-20  |  05-01    04-30  04-20          |  04-01    03-01
    latest      06-15  06-02  05-20  |  05-31    04-30  05-12          |  04-30    03-01
                                     |                                 |
                in: they begin on    |  edge, 30 days: in if `latest`  |  out: too early
                05-10 or later       |  is 05-10 or later              |  to reach 05-10

The window is 1 to 6 and its edge 4 to 6. A page walks through the window and compares dates at the edge alone. The
number of records is the width of the window less what falls out at the edge, here 6 - 1.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from db.query.filters import DATED

NEWEST_UNTIL = "coalesce((select n from {table} where earliest <= {day} order by earliest desc, id limit 1), :last + 1)"
"""The number of the newest record that begins on a day or before it."""
OLDEST_SINCE = (
    "coalesce((select n from {table} where earliest >= {day} order by earliest, id desc limit 1), :first - 1)"
)
"""The number of the oldest record that begins on a day or after it."""


@dataclass
class Window:
    """The numbers from the greatest of `first` to the least of `last`; each of them is the SQL of a number."""

    table: str
    first: list[str] = field(default_factory=lambda: [":first"])
    last: list[str] = field(default_factory=lambda: [":last"])
    edges: list[tuple[str, str, str]] = field(default_factory=list)
    """First and last number of a range, and the condition that the dates of the records in it must meet."""

    @property
    def is_narrow(self) -> bool:
        """Whether it leaves out any of the noun's numbers."""
        return len(self.first) + len(self.last) > 2

    def starting_at(self, number: str) -> "Window":
        """Return the part of it that begins at a number."""
        return replace(self, first=[*self.first, number])

    def ending_at(self, number: str) -> "Window":
        """Return the part of it that ends at a number."""
        return replace(self, last=[*self.last, number])

    def condition(self, number: str) -> str:
        """Return the condition on a number, dates at the edges left out."""
        return f"{number} between {_outermost('max', self.first)} and {_outermost('min', self.last)}"

    def edge_conditions(self, number: str) -> list[str]:
        """Return for each edge: the number is not in it, or the record's dates meet what they must."""
        return [
            f"{number} not between {first} and {last}"
            f" or exists (select 1 from {self.table} as edge where edge.n = {number} and edge.{dates})"
            for first, last, dates in self.edges
        ]

    def size(self) -> str:
        """Return the statement that says how many records are in it; the numbers of a noun have no gaps."""
        first, last = _outermost("max", self.first), _outermost("min", self.last)
        outside = [
            f" - (select count(*) from {self.table} where n between max({first}, {begin}) and min({last}, {end})"
            f" and not ({dates}))"
            for begin, end, dates in self.edges
        ]
        return f"select max(0, {last} - {first} + 1){''.join(outside)}"


def date_window(table: str, names: Iterable[str], longest: int, *, certain: bool) -> Window:
    """Return the window of some date parameters in a table, whose longest date means `longest` days more than one."""
    window = Window(table)
    for name, bound in DATED.items():
        if name not in names:
            continue
        since = f":{name}_first" if bound.since else ""
        until = f":{name}_last" if bound.until else ""
        if until:
            _narrow_until(window, until, longest if certain else 0)
        if since:
            _narrow_since(window, since, 0 if certain else longest)
    return window


def _narrow_since(window: Window, day: str, longest: int) -> None:
    """Leave out what was before a day; with `longest`, a date that begins before it may reach it."""
    since = OLDEST_SINCE.format(table=window.table, day=day)
    if not longest:
        window.last.append(since)
        return
    end = OLDEST_SINCE.format(table=window.table, day=_earlier(day, longest))
    window.last.append(end)
    window.edges.append((f"{since} + 1", end, f"latest >= {day}"))


def _narrow_until(window: Window, day: str, longest: int) -> None:
    """Leave out what was after a day; with `longest`, a date that begins before it may go beyond it."""
    until = NEWEST_UNTIL.format(table=window.table, day=day)
    window.first.append(until)
    if longest:
        end = NEWEST_UNTIL.format(table=window.table, day=_earlier(day, longest))
        window.edges.append((until, f"{end} - 1", f"latest <= {day}"))


def _earlier(day: str, days: int) -> str:
    """Return the SQL of the day so many days before."""
    return f"coalesce(date({day}, '-{days} days'), '')"


def _outermost(function: str, numbers: list[str]) -> str:
    """Return the SQL of the greatest or the least of some numbers."""
    return f"{function}({', '.join(numbers)})" if len(numbers) > 1 else numbers[0]
