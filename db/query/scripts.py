"""Scripts: words of writing systems whose words change or run together, cut so that a search meets them in any form."""

import re

CYRILLIC = re.compile(r"[\u0400-\u052f]{4,}")
WITHOUT_SPACES = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
    r"\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003134f]{2,}"
)
"""Thai, Lao, Burmese, Khmer, Japanese, Chinese, and Korean, whose particles hang on the word before them."""
_ONE_ALPHABET = str.maketrans("ґєѓёіїйыэ", "гегеиииие", "ьъ")
"""Letters by which Ukrainian and Russian write the same name differently."""
_ENDINGS = sorted(
    (
        *(
            "ого",
            "его",
            "ому",
            "ему",
            "ими",
            "ием",
            "иеи",
            "иях",
            "ами",
            "ями",
            "иею",
            "еем",
            "аем",
            "ия",
            "ии",
            "ию",
            "ие",
        ),
        *("им", "их", "ом", "ем", "ам", "ям", "ах", "ях", "ои", "еи", "ою", "ею", "ая", "яя", "ую", "юю", "ое", "ее"),
        *("ея", "аи", "аю", "ае", "а", "я", "о", "е", "и", "у", "ю"),
    ),
    key=len,
    reverse=True,
)
_ENDING = re.compile(f"(?<=.{{3}})(?:{'|'.join(_ENDINGS)})$")
_FLEETING = re.compile("(?<=..)[иео](?=[вц]$)")
"""The vowel of Харків and Харкова, Київ and Києва, Лубинець and Лубинця."""


def stem(word: str) -> str:
    """Return a Cyrillic word without its ending, in letters that Ukrainian and Russian share.

    Names matter here: the cases of one name, in either language, have one stem. See docs/decisions/0025.
    """
    return _FLEETING.sub("", _ENDING.sub("", word.lower().translate(_ONE_ALPHABET)))


def pairs(text: str) -> str:
    """Return writing without spaces as its overlapping pairs of letters; a part of it is a phrase of pairs."""
    return " ".join(text[start : start + 2] for start in range(len(text) - 1))
