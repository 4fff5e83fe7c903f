"""Names made comparable: how people type them should not matter (A-09)."""

import re
import unicodedata

# Words of a question that say nothing about which entry is meant.
FILLERS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "at",
        "by",
        "cover",
        "covers",
        "do",
        "does",
        "for",
        "from",
        "has",
        "have",
        "in",
        "is",
        "it",
        "of",
        "on",
        "our",
        "please",
        "represent",
        "representative",
        "representatives",
        "representing",
        "represents",
        "rep",
        "reps",
        "show",
        "sit",
        "sits",
        "sitting",
        "substitute",
        "tell",
        "that",
        "the",
        "their",
        "this",
        "to",
        "us",
        "we",
        "what",
        "where",
        "which",
        "who",
        "whos",
        "with",
    ]
)


def fold(name: str) -> str:
    """The name in lower case, without accents, punctuation or emoji; `&` reads as "and", spaces are single."""
    text = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = re.sub(r"['\u2019]", "", text)
    return " ".join(re.findall(r"\w+", text))


def words(name: str) -> tuple[str, ...]:
    """The folded name's words in order."""
    return tuple(fold(name).split())


def telling_words(text: str) -> tuple[str, ...]:
    """The words of a question that can tell which entry is meant; all of them where nothing else is left."""
    said = words(text)
    return tuple(word for word in said if word not in FILLERS) or said
