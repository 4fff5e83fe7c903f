"""What was typed into a form and not saved yet, as values: a form closed by accident loses nothing (P-06)."""

from datetime import datetime
from typing import Protocol

from liaison.domain.values import SlackUserId, Value


class FormDraft(Value):
    """One person's unsaved words in one form; None is a field that they emptied.

    `form` names the form, and `at` is the register's version that a form of the register showed when they began, so that
    what somebody else has changed since is noticed when it is saved.
    """

    user: SlackUserId
    form: str
    at: int
    begun_at: datetime
    typed: dict[str, str | None]


class FormDrafts(Protocol):
    """Where unsaved words are kept, for one workspace."""

    def get(self, user: SlackUserId, form: str) -> FormDraft | None:
        """The draft, locked until the transaction ends."""
        ...

    def save(self, draft: FormDraft) -> None: ...

    def drop(self, user: SlackUserId, form: str) -> None: ...

    def forget(self, *, before: datetime) -> None:
        """Forgets drafts that were begun before a moment."""
        ...
