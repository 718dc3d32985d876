"""What may have been meant: near enough to help, never just anything."""

from schemas.model.closest import LIKE_ID, LIKE_SPELLING, closest

WORDS = ("held", "planned", "denied")


def test_the_nearest_comes_first():
    assert closest("hold", WORDS) == ["held"]
    assert closest("harbour-rond-1", ["harbour-round-2", "harbour-round-1"], 2)[0] == "harbour-round-1"


def test_what_is_like_nothing_has_no_suggestion():
    assert closest("xyz", WORDS) == []


def test_ids_need_less_in_common_and_spellings_more():
    assert closest("zelensky", ["volodymyr-zelenskyy"], likeness=LIKE_ID) == ["volodymyr-zelenskyy"]
    assert closest("zelensky", ["volodymyr-zelenskyy"], likeness=LIKE_SPELLING) == []
