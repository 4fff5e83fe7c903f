"""How to see and work reviews (UX-03)."""

from liaison.handlers.blocks.kit import Message, section

ALL = "`/review`: what is overdue and what is coming"
LISTS = (
    "`/review overdue`, `/review mine`: what is late, what you are the owner of",
    "`/review barrow cdrp`: the reviews of a partnership",
    "`/review ppp`: the reviews for a committee",
    "`/review cycles`: what is reviewed, how often, for whom",
)
KEEPING = "You add, change and stop cycles there, and record when committees meet."
CHANNELS = "`/committee` says where a committee's reminders are posted, and changes it."
UNDER_EACH = "Under each review: start it, postpone it, or hand it over."


def usage(*, days_ahead: int, can_keep: bool, more: tuple[str, ...] = ()) -> Message:
    """The ways to ask; `days_ahead` is how far "due" looks, and `more` are those of working a review."""
    keep = (KEEPING, CHANNELS) if can_keep else ()
    due = f"`/review due`: what is due within {days_ahead} days"
    text = "\n".join(("*Reviews*", ALL, due, *LISTS, *keep, UNDER_EACH, *more))
    return Message("Type /review to see what is overdue and what is coming.", [section(text)])
