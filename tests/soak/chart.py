"""The chart of a soak: memory, descriptors, failures and times over the minutes, one below the other, as SVG."""

from collections.abc import Callable

from api.formats.pictures.drawing import FAINT, INK, MUTED, PAPER, Drawing
from tests.soak.samples import Sample

WIDTH, HEIGHT, LEFT, GAP = 760, 120, 70, 45
ROWS: tuple[tuple[str, Callable[[Sample], float]], ...] = (
    ("Memory, MB", lambda sample: sample.megabytes),
    ("Open descriptors", lambda sample: float(sample.descriptors)),
    ("Failures so far", lambda sample: float(sample.failures)),
    ("99 of 100 requests within, ms", lambda sample: sample.slow_ms),
)


def draw(samples: list[Sample], title: str) -> str:
    """Return the chart."""
    drawing, longest = Drawing(), samples[-1].seconds
    height = 50 + len(ROWS) * (HEIGHT + GAP)
    drawing.rect(0, 0, WIDTH, height, fill=PAPER)
    drawing.text(10, 24, title, 14, fill=INK)
    for row, (name, value) in enumerate(ROWS):
        top = 50 + row * (HEIGHT + GAP)
        bottom, most = top + HEIGHT, max(*(value(sample) for sample in samples), 1.0)
        drawing.text(LEFT, top - 6, name, 12, fill=MUTED)
        for part in (0.0, 0.5, 1.0):
            y = bottom - part * HEIGHT
            drawing.line(LEFT, y, WIDTH - 20, y, stroke=FAINT)
            drawing.text(LEFT - 8, y + 4, f"{most * part:,.4g}", 11, fill=MUTED, text_anchor="end")
        points = (
            f"{LEFT + sample.seconds / longest * (WIDTH - 20 - LEFT):.1f},{bottom - value(sample) / most * HEIGHT:.1f}"
            for sample in samples
        )
        drawing.add("polyline", points=" ".join(points), fill="none", stroke=INK, stroke_width=1.5)
        drawing.text(WIDTH - 20, bottom + 16, f"{longest / 60:.0f} minutes", 11, fill=MUTED, text_anchor="end")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif">'
        f"{drawing}</svg>\n"
    )
