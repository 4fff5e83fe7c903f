"""That an entry was found by a name which it had before, and until when it had it (A-24)."""

from datetime import date

from liaison.domain.dates import write_date
from liaison.domain.names import forms, singular, telling_words
from liaison.domain.register.models import Committee, FormerName, Office, Partnership, Person


def formerly_called(
    entry: Partnership | Person | Office | Committee, said: tuple[str, ...], day: date
) -> str:
    """By which former name it was found: "formerly Barrow CDRP, until 1 May 2026"; empty where its name on that day fits."""
    words = {singular(word) for word in said}
    if not words:
        return ""
    kind = set(forms(entry.kind_short or "")) if isinstance(entry, Partnership) else set[str]()
    present = [_words(name) for name in (entry.name, *entry.also_called)]
    if words in present:
        return ""
    for former in entry.formerly:  # typed as a whole, though a shorter name of today's may stand for it too
        if words == _words(former.name) and not (former.until and former.until > day):
            return reason(former)
    if any(words - kind == name - kind for name in present):
        return ""
    left = words - kind - set().union(*present)
    for former in entry.formerly:
        if former.until and former.until > day:  # it is shown under that name
            continue
        was = _words(former.name)
        if words - kind == was - kind or (left and left <= was):
            return reason(former)
    return ""


def reason(former: FormerName) -> str:
    """The name, and until when it was so."""
    until = f", until {write_date(former.until)}" if former.until else ""
    return f"formerly {former.name}{until}"


def _words(name: str) -> set[str]:
    return {singular(word) for word in telling_words(name)}
