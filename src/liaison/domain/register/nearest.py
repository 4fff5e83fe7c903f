"""What somebody may have meant by words that fit nothing: "Did you mean Mr R Watson?"."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from liaison.domain.names import fold

ALIKE = 75.0  # of 100, whatever the order of the words


def nearest(said: str, known: Iterable[str]) -> str | None:
    """The known text most like what was said, or one that has all its words; None where none is much like it."""
    folded = {text: name for text in known if (name := fold(text))}
    wanted = fold(said)
    if not wanted:
        return None
    found = process.extractOne(wanted, folded, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE)
    if found:
        return found[2]
    typed = set(wanted.split())
    return next((text for text, name in folded.items() if typed <= set(name.split())), None)


def beginning_or_nearest(said: str, known: Iterable[str]) -> str | None:
    """The same for a few words of a list, of which the beginning is enough."""
    listed = tuple(known)
    wanted = fold(said)
    return next((text for text in listed if wanted and fold(text).startswith(wanted)), nearest(said, listed))
