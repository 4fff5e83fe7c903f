"""How to see and work reviews (UX-03)."""

from liaison.handlers.blocks.kit import Message, section

LISTS = (
    "`/review`: what is overdue and what is coming",
    "`/review due`, `/review overdue`, `/review mine`: a part of it",
    "`/review barrow cdrp`: the reviews of a partnership",
    "`/review ppp`: the reviews for a committee",
    "`/review cycles`: what is reviewed, how often, for whom",
)


def usage(*, can_keep: bool, more: tuple[str, ...] = ()) -> Message:
    """The ways to ask; `more` are those of working a review."""
    keep = ("Staff add, change and stop cycles there, and record when committees meet.",) if can_keep else ()
    text = "\n".join(("*Reviews*", *LISTS, *keep, *more))
    return Message("Type /review to see what is overdue and what is coming.", [section(text)])
