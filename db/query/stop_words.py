"""Stop words: words that questions are made of and that tell nothing about what is looked for."""

STOP_WORDS = frozenset(
    {
        *("a", "about", "after", "all", "also", "an", "and", "any", "are", "as", "at", "be", "because", "been"),
        *("before", "being", "between", "both", "but", "by", "can", "could", "did", "do", "does", "during"),
        *("each", "ever", "few", "for", "from", "get", "give", "given", "got", "had", "happen", "happened"),
        *("has", "have", "he", "her", "his", "how", "i", "if", "in", "into", "is", "it", "its", "know", "last"),
        *("latest", "list", "made", "many", "me", "more", "most", "much", "my", "no", "not", "of", "off", "on"),
        *("once", "one's", "only", "or", "our", "out", "over", "show", "since", "so", "some", "take", "taken"),
        *("tell", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those"),
        *("through", "till", "to", "told", "took", "under", "until", "up", "was", "we", "went", "were", "what"),
        *("what's", "when", "where", "whether", "which", "while", "who", "who's", "whom", "whose", "why", "will"),
        *("with", "would", "you", "your"),
    }
)


def is_stop_word(word: str) -> bool:
    """Return whether a word tells nothing; `WHO` and `IT` in capitals are names."""
    stripped = word.strip(".,;:!?()'’").replace("’", "'")
    return stripped.lower() in STOP_WORDS and not (len(stripped) > 1 and stripped.isupper())
