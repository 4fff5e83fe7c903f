"""What the app showed in a few days at work, and the words that were typed in them."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from liaison.sandbox.journal import Entry

Json = dict[str, Any]

# Words that stand nowhere but in what people type here.
OUTCOME, ANSWER = "zebrafinch", "quokkatown"
DELEGATION, NOTE, QUESTION, OTHER_ROLE = "numbatgrove", "wombatlane", "echidnahill", "bilbyford"
REVIEWED = "possumwick"
RESTRICTED = (OUTCOME, ANSWER, DELEGATION, NOTE, QUESTION, OTHER_ROLE, REVIEWED)
TYPED = (
    f"Agreed the {OUTCOME} plan; the youth task group reports in March. <!channel>",
    f"Answer {ANSWER}",
    "Two measures replaced.",
    "The committee meets later.",
    f"May agree up to 5,000 pounds, {DELEGATION}.",
    f"They scrutinise in March, {NOTE}.",
    f"May I vote on the budget, {QUESTION}?",
    f"Yes, within your delegation, {QUESTION}.",
    f"Two partners keep their figures back, {REVIEWED}.",
    "Ask for figures a month before the meeting.",
)


@dataclass(eq=False)
class Shown:
    """Everything that the app showed: messages (with their text and blocks) and views.

    `notices` has the kind and the reason of each notice that was sent, by its key.
    """

    messages: list[Json] = field(default_factory=list)
    views: list[Json] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    calls: set[str] = field(default_factory=set)
    notices: dict[str, tuple[str, str]] = field(default_factory=dict)

    def note(self, entry: Entry) -> None:
        """Takes in one payload from the app."""
        self.calls.add(entry.kind)
        payload = entry.payload
        if not isinstance(payload, dict):
            return
        if "view" in payload:
            self.views.append(payload["view"])
        elif payload.get("response_action") == "errors":
            self.errors += payload["errors"].values()
        elif "text" in payload or "blocks" in payload:
            self.messages.append(payload)

    def as_json(self) -> str:
        """All of it, written down."""
        return json.dumps({**asdict(self), "calls": sorted(self.calls)})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """What `as_json` wrote down."""
        told = json.loads(text)
        return cls(**{**told, "calls": set(told["calls"])})

    def surfaces(self) -> Iterator[Json]:
        """Messages and views alike."""
        yield from self.messages
        yield from self.views

    def elements(self) -> Iterator[tuple[Json, Json]]:
        """Every interactive element with its block."""
        for surface in self.surfaces():
            for block in surface.get("blocks") or []:
                for element in (*block.get("elements", []), block.get("accessory"), block.get("element")):
                    if element and "action_id" in element:
                        yield block, element

    def texts(self) -> Iterator[Json]:
        """Every text object of every surface: labels, buttons, options, paragraphs, titles."""
        yield from _texts(list(self.surfaces()))


def notice_of(message: Json) -> str | None:
    """The key of the notice that a message carries; none where it is an answer, or an update."""
    key = (message.get("metadata") or {}).get("event_payload", {}).get("key")
    return str(key) if key else None


def _texts(part: Any) -> Iterator[Json]:
    if isinstance(part, list):
        for item in part:
            yield from _texts(item)
    elif isinstance(part, dict):
        if part.get("type") in {"mrkdwn", "plain_text"} and isinstance(part.get("text"), str):
            yield part
        else:
            for value in part.values():
                yield from _texts(value)
