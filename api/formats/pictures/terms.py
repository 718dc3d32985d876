"""Terms: what an agreement says, term by term, with how far each was carried out where that is known."""

from api.formats.content import Content
from api.formats.pictures.counts import OUTLINE, Count
from api.formats.pictures.drawing import INK, MUTED, PAPER, Drawing
from api.formats.pictures.names import capitalised
from api.formats.pictures.palette import COLOURS, UNKNOWN
from api.formats.pictures.picture import BODY_WIDTH, Graphic
from api.formats.pictures.scales import CountScale
from api.formats.pictures.widths import broken, shortened
from api.formats.text.phrases import counted, date_words, estimate, span, words
from schemas.model.base import Json

BAR_LEFT, BAR_RIGHT = 400.0, 690.0
"""Where the bar of a term begins, and where its quantity is."""
TEXT_WIDTH = BAR_LEFT - 24
BAR_HEIGHT = 16
LINE = 17
WHY = {"not-tracked": "not tracked", "number-not-known": "the number agreed is not known"}


def draw_agreement(content: Content) -> Graphic:
    """Return an agreement's terms as a picture."""
    agreement = content.documents[0]
    drawing, y = Drawing(), 0.0
    for term in agreement["terms"]:
        drawing.line(0, y, BODY_WIDTH, y)
        y += _draw_term(drawing, term, y)
    drawing.line(0, y, BODY_WIDTH, y)
    parties = ", ".join(party["name"] for party in agreement["parties"])
    terms = agreement["terms"]
    notes = []
    if any(term["progress"] for term in terms):
        notes.append("Filled: carried out by transfers in the record. The frame is the quantity agreed.")
    if any(_is_unsure(term) for term in terms):
        notes.append("Hatched: numbers that differ between accounts; with a “?”, of which nobody gave the number.")
    return Graphic(
        title=agreement["title"],
        period=f"{date_words(agreement['date'])}; {parties}",
        body=drawing,
        height=y,
        columns=["term", "agreed", "carried out", "said of its keeping"],
        rows=[[term["what"], _agreed(term) or "no number", _progress(term), _keeping(term)] for term in terms],
        notes=notes,
        table_suffix="txt",
    )


def _draw_term(drawing: Drawing, term: Json, top: float) -> float:
    """Draw a term, and return the height that it takes."""
    lines = broken(term["what"], TEXT_WIDTH, 13)
    for place, line in enumerate(lines):
        drawing.text(0, top + LINE * (place + 1), line)
    height = LINE * len(lines)
    due = f"by {date_words(term['due_date'])}" if term["due_date"] else ""
    agreed = ", ".join(part for part in (_agreed(term), due) if part)
    right = 0.0
    if agreed:
        right += LINE
        drawing.text(BAR_LEFT, top + right, shortened(f"Agreed: {agreed}", BODY_WIDTH - BAR_LEFT, 12), 12)
    if term["progress"]:
        right += 7 + _draw_progress(drawing, term, top + right + 7)
    elif not term["keeping"]:
        right += LINE
        drawing.text(BAR_LEFT, top + right, f"Carried out: {_progress(term)}", 12, fill=MUTED)
    for claim in _keeping_lines(term):
        for line in broken(claim, BODY_WIDTH - BAR_LEFT, 12)[:3]:
            right += 16
            drawing.text(BAR_LEFT, top + right, line, 12)
    return max(height, right) + 11


def _draw_progress(drawing: Drawing, term: Json, top: float) -> float:
    """Draw a bar in the frame of what was agreed; without a quantity there is no frame, and no share."""
    progress, quantity = term["progress"], _quantity(term)
    count = Count(progress["low"] or 0, progress["best"], progress["high"])
    highest = max(count.top, quantity or 0, 1)
    room = BAR_RIGHT - BAR_LEFT if quantity else (BAR_RIGHT - BAR_LEFT) / 2
    numbers = CountScale(highest, BAR_LEFT, BAR_LEFT + room)
    solid = numbers.place(count.low)
    if quantity:
        drawing.rect(BAR_LEFT, top, numbers.place(quantity) - BAR_LEFT, BAR_HEIGHT, fill=PAPER, stroke=INK)
    if count.low:
        drawing.rect(BAR_LEFT, top, solid - BAR_LEFT, BAR_HEIGHT, _progress(term), fill=COLOURS[0], **OUTLINE)
    if count.is_range:
        drawing.rect(solid, top, numbers.place(count.top) - solid, BAR_HEIGHT, fill=UNKNOWN, **OUTLINE)
    if count.is_open:
        drawing.rect(solid, top, 24, BAR_HEIGHT, _progress(term), fill=UNKNOWN, stroke=MUTED)
        drawing.bold(solid + 28, top + 13, "?", 13)
    if quantity:
        end = numbers.place(quantity)
        drawing.line(end, top - 3, end, top + BAR_HEIGHT + 3, stroke=INK, stroke_width=1.6)
    drawing.text(BAR_LEFT, top + BAR_HEIGHT + 14, capitalised(_progress(term)), 12)
    return BAR_HEIGHT + 16


def _quantity(term: Json) -> int | None:
    """Return how much was agreed, the lowest where accounts differ."""
    quantity = term["quantity"] or {}
    number: int | None = quantity.get("best") or quantity.get("low")
    return number


def _agreed(term: Json) -> str:
    return f"{estimate(term['quantity'])} {words(term['unit'] or '')}".strip() if term["quantity"] else ""


def _progress(term: Json) -> str:
    """Return how far a term was carried out, in words."""
    progress = term["progress"]
    if not progress:
        return WHY.get(term["why"] or "", words(term["why"] or "told by claims"))
    low, high = progress["low"], progress["high"]
    number = f"{span(low or 0, high)}" if high is not None else f"at least {low:,}" if low else "number not known"
    share = f" ({progress['share'].replace(' %', '%')})" if progress["share"] else ""
    return f"{number}{share}, in {counted(len(progress['transfers']), 'transfer')}"


def _is_unsure(term: Json) -> bool:
    progress = term["progress"]
    return bool(progress) and progress["high"] != progress["low"]


def _keeping(term: Json) -> str:
    return " ".join(f"{claim['name']} ({claim['status']})" for claim in term["keeping"]) or "nothing"


def _keeping_lines(term: Json) -> list[str]:
    """Return what claims say of the keeping of a term, the first of them; who says what is in the record."""
    claims = term["keeping"]
    lines = [f"{capitalised(claim['status'])}, {date_words(claim['date'])}: {claim['name']}" for claim in claims[:2]]
    more = len(claims) - len(lines)
    return [*lines, *([f"and {counted(more, 'more claim')} on how it was kept."] if more else [])]
