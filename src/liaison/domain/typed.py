"""What people type into forms: how much of it is taken, and that what reaches us late undoes nothing typed since.

Slack tells of each pause in typing when it was (`at`), but of a page that is sent only what stood in it. So beside what
is kept of an input stand the marks of what it replaced: a page that holds one of those was sent before.
"""

import zlib
from collections.abc import Mapping
from datetime import datetime

from liaison.domain.errors import BadInput
from liaison.domain.values import Value

LONGEST_TEXT = 3_000  # characters: Slack's own limit for a text input
MOST_REPLACED = 50  # marks: more pauses than a late page is likely to be overtaken by


class Typed(Value):
    """When what is kept of an input, or of a whole form, was typed; its mark, and those of what it replaced."""

    at: datetime
    kept: str
    replaced: tuple[str, ...] = ()

    def is_newer_than(self, found: str, at: datetime | None) -> bool:
        """Whether what is kept was typed after something that has that mark, and was typed then (None: a page)."""
        return at < self.at if at else found in self.replaced

    def then(self, found: str, at: datetime) -> "Typed":
        """What stands here once something newer is kept."""
        earlier = [mark for mark in (*self.replaced, self.kept) if mark != found]
        return Typed(at=at, kept=found, replaced=tuple(earlier[-MOST_REPLACED:]))


def written(words: str, field: str, *, most: int = LONGEST_TEXT) -> str:
    """What somebody wrote into a field that cannot stay empty. Raises BadInput for nothing, and for too much."""
    text = words.strip()
    if not text:
        raise BadInput("There is nothing written here.", "Write a sentence or two.", field=field)
    return short_enough(text, field, most=most)


def short_enough(text: str, field: str, *, most: int = LONGEST_TEXT) -> str:
    """The text as it is. Raises BadInput where it is longer than its place."""
    if len(text) > most:
        raise BadInput(f"That is {len(text):,} characters.", f"Keep it under {most:,}.", field=field)
    return text


def newer_inputs(
    kept: Mapping[str, Typed], given: Mapping[str, str], form: str, at: datetime | None, *, now: datetime
) -> dict[str, Typed]:
    """The inputs whose words are newer than what is kept of them, with what is to be remembered of each."""
    found: dict[str, Typed] = {}
    for key, words in given.items():
        last, this = kept.get(key), mark(form, words)
        if last is None:
            found[key] = Typed(at=at or now, kept=this)
        elif not last.is_newer_than(this, at):
            found[key] = last.then(this, at or now)
    return found


def mark(form: str, words: str) -> str:
    """Stands for words typed into one opened form: the same words in another form have another mark."""
    return f"{zlib.crc32(f'{form} {words.strip()}'.encode()):x}"
