"""What can go wrong in a way that a person can mend: each error carries the sentence they see, and the mend."""

MOST_QUOTED = 300  # characters of somebody's words within a sentence


class Problem(Exception):  # noqa: N818 - it is a sentence for a person before it is an exception
    """Something that a person can put right; nothing has been changed when it is raised.

    `sentence` says what is wrong and `mend` what to type, click or ask for (UX-05). `field` names the form field it
    belongs to, where there is one, so that it can be shown beside it.
    """

    def __init__(self, sentence: str, mend: str, *, field: str | None = None) -> None:
        super().__init__(f"{sentence} {mend}")
        self.sentence = sentence
        self.mend = mend
        self.field = field


class NotFound(Problem):
    """What was asked for is not in this workspace."""


class NotAllowed(Problem):
    """The person's role does not cover what they asked for."""


class BadInput(Problem):
    """What was typed cannot be used as it stands."""


class Stranger(Problem):
    """Somebody whom nobody has linked, a guest, or a person from elsewhere: turned away politely (UX-13)."""


class AlreadyDone(Problem):
    """The button or form belongs to something that has ended (UX-15)."""


def quoted(words: str) -> str:
    """Somebody's words within such a sentence: in quotation marks, and not too many of them."""
    return f'"{words}"' if len(words) <= MOST_QUOTED else f'"{words[: MOST_QUOTED - 1]}…"'
