"""What an answer answers, as its buttons carry it: enough to give it again, a page on, as of the same day."""

import json
from datetime import date
from typing import Literal

from liaison.domain.errors import AlreadyDone
from liaison.domain.values import Value

Shows = Literal["answer", "person", "card", "list", "tree", "priorities"]


class Ask(Value):
    """One thing that was asked: what to show, of what, as of which day where that was said, and which page of it.

    `text` is what was typed; on a card it is what the way back leads to, and `back` the page there. `of` is a partnership
    or person. `came_from` is what was typed for the answer from which another answer was opened.
    """

    shows: Shows = "answer"
    text: str = ""
    of: str | None = None
    day: date | None = None
    page: int = 0
    back: int = 0
    came_from: str = ""

    def at(self, page: int) -> "Ask":
        """The same, another page of it."""
        return self.model_copy(update={"page": page})

    def value(self) -> str:
        """The ask as a button's value."""
        return json.dumps(self.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False)

    def went_back(self) -> "Ask":
        """The answer from which a card, or another answer, was opened."""
        return Ask(text=self.came_from or self.text, page=self.back)


def read(value: str) -> Ask:
    """The ask that a button carries. Raises AlreadyDone for a button of an older kind."""
    try:
        return Ask.model_validate_json(value)
    except ValueError as error:
        raise AlreadyDone(
            "This button belongs to an older answer.", "Ask again, for example /rep me."
        ) from error
