"""Finding what a person means by a label, and doing it: buttons, menus, pickers, fields."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Self, TypeVar

from liaison.sandbox.acting.menus import people, places
from liaison.sandbox.acting.targets import find
from liaison.sandbox.acting.values import MANY, is_empty, options_of
from liaison.sandbox.files import add_file
from liaison.sandbox.jsons import Json
from liaison.sandbox.language.render import text_of, value_text
from liaison.sandbox.rules.blocks import elements_of
from liaison.sandbox.workspace import Message, View, Workspace

if TYPE_CHECKING:
    from liaison.sandbox.language.people import Person

Result = TypeVar("Result")
BUTTONS = frozenset(("button",))
DATES = frozenset(("datepicker", "timepicker", "datetimepicker"))
_ANYTHING_BUT_BUTTONS: frozenset[str] | None = None


@dataclass(frozen=True)
class Found:
    """An element that a label led to."""

    container: Json
    block: Json
    element: Json

    @property
    def ids(self) -> tuple[Json, str, str]:
        return self.container, self.block["block_id"], self.element["action_id"]


class Surface(ABC):
    """Anything that shows elements to a person: a conversation, one message, a form, the Home tab."""

    def __init__(self, person: "Person") -> None:
        self.person = person

    def button(self, label: str) -> "Control":
        """The button with that label, in the newest message that has it."""
        return Control(self, label, BUTTONS)

    def menu(self, label: str = "") -> "Control":
        """The menu, radio buttons or checkboxes with that label, placeholder or text beside it."""
        return Control(self, label, _ANYTHING_BUT_BUTTONS)

    def date(self, label: str = "") -> "Control":
        """The date, time or date-and-time picker with that label, placeholder or text beside it."""
        return Control(self, label, DATES)

    def field(self, label: str) -> "Control":
        """The field with that label, whatever kind of field it is."""
        return Control(self, label, _ANYTHING_BUT_BUTTONS)

    def sees(self, text: str) -> Self:
        """Waits until the text is there."""
        self.person.expect(
            lambda workspace: True if squeezed(text) in squeezed(self.fresh(workspace)) else None,
            f"does not see {text!r}",
        )
        return self

    def does_not_see(self, text: str) -> Self:
        """The text is not there now. Say first what is seen, so that there is something to look at."""
        self.person.slack.settled()
        if squeezed(text) in squeezed(self.person.slack.sandbox.look(self.fresh)):
            raise AssertionError(self.person.complaint(f"sees {text!r}"))
        return self

    @property
    def text(self) -> str:
        """What is read there."""
        return self.person.slack.sandbox.look(self.shown)

    # What each kind of surface says of itself, on the sandbox's loop

    @abstractmethod
    def shown(self, workspace: Workspace) -> str:
        """What is read there now."""

    def fresh(self, workspace: Workspace) -> str:
        """What is new since the person's last act, where that makes a difference."""
        return self.shown(workspace)

    def holders(self, _: Workspace) -> Iterable[tuple[Json, list[Json]]]:
        """The containers with their blocks, the newest first; none where nothing can be pressed."""
        return ()


class Control:
    """One element, named by its label. It is looked up anew at each use, and waited for."""

    def __init__(self, surface: Surface, label: str, kinds: frozenset[str] | None) -> None:
        self._surface = surface
        self._label = label
        self._kinds = kinds
        self._person = surface.person

    def click(self) -> Surface:
        """Presses it, and says yes if it asks first."""
        return self._press(None)

    def choose(self, *labels: str, search: str | None = None) -> Surface:
        """Chooses options by their labels. A type-ahead menu is searched first, with `search` or the label."""
        found = self._find()
        kind = found.element["type"]
        if "external" in kind:
            self.search(search if search is not None else labels[0])
        values = [self._value_of(found, label) for label in labels]
        return self._press(values if kind in MANY else values[0])

    def search(self, query: str) -> list[str]:
        """Types into a type-ahead menu; gives back the labels it offers."""
        sandbox, found = self._person.slack.sandbox, self._find()
        answer = sandbox.run(sandbox.acts.suggest(self._person.id, *found.ids, query))
        return [option["text"]["text"] for option in options_of(answer)]

    def pick(self, moment: date | time | datetime) -> Surface:
        """Picks a date, a time, or both."""
        if isinstance(moment, datetime):
            return self._press(int(moment.timestamp()))
        return self._press(moment.strftime("%H:%M") if isinstance(moment, time) else moment.isoformat())

    def fill(self, text: str) -> Surface:
        """Types a text into it, in place of what was there."""
        return self._do("fill", text)

    def enter(self, text: str) -> Surface:
        """Types a text into it and presses Enter."""
        return self._press(text)

    def attach(self, name: str, content: bytes) -> Surface:
        """Adds a file to those chosen in it."""
        found, sandbox = self._find(), self._person.slack.sandbox

        def add(workspace: Workspace) -> list[str]:
            held = find(workspace, self._person.id, found.container).values
            chosen = held[found.block["block_id"]][found.element["action_id"]]["files"]
            file = add_file(workspace, self._person.id, name, content, sandbox.url)
            return [*(each["id"] for each in chosen), file.id]

        return self._do("fill", self._look(add))

    def clear(self) -> Surface:
        """Takes away what was entered or chosen."""
        return self._do("fill", None)

    @property
    def options(self) -> list[str]:
        """The labels of the choices it offers."""
        found = self._find()
        return self._look(lambda w: [text_of(w, option["text"]) for option in options_of(found.element)])

    @property
    def value(self) -> str:
        """What is entered or chosen, as it is shown; empty if nothing is."""
        found = self._find()

        def read(workspace: Workspace) -> str:
            target = find(workspace, self._person.id, found.container)
            held = target.values.get(found.block["block_id"], {}).get(found.element["action_id"])
            return "" if held is None or is_empty(held) else value_text(workspace, found.element, held)

        return self._look(read)

    @property
    def confirmation(self) -> str:
        """What it asks before anything happens; empty if it does not ask."""
        confirm = self._find().element.get("confirm")
        if confirm is None:
            return ""
        return self._look(lambda w: f"{text_of(w, confirm['title'])}: {text_of(w, confirm['text'])}")

    @property
    def error(self) -> str:
        """The error beside it in a form; empty if there is none."""
        found = self._find()
        view = self._look(lambda w: w.find_view(found.container.get("view_id")))
        return view.errors.get(found.block["block_id"], "") if view else ""

    def exists(self) -> bool:
        """Whether it is there now. Does not wait."""
        return self._look(self._search) is not None

    def _press(self, value: Any) -> Surface:
        return self._do("press", value)

    def _do(self, act: str, value: Any) -> Surface:
        found, acts = self._find(), self._person.slack.sandbox.acts
        do = acts.press if act == "press" else acts.fill
        self._person.does(do(self._person.id, *found.ids, value))
        if found.container["type"] == "message":
            return self._person.looks_at(found.container["channel"])
        return self._surface

    def _value_of(self, found: Found, label: str) -> str:
        def read(workspace: Workspace) -> list[tuple[str, str]]:
            kind = found.element["type"]
            if "users" in kind:
                return [(user.real_name, user.id) for user in people(workspace, self._person.id)]
            if "channels" in kind or "conversations" in kind:
                return places(workspace, self._person.id, found.element)
            target = find(workspace, self._person.id, found.container)
            key = (self._person.id, target.key, found.block["block_id"], found.element["action_id"])
            options = [*options_of(found.element), *workspace.offered.get(key, [])]
            return [(text_of(workspace, option["text"]), option["value"]) for option in options]

        choices = self._look(read)
        value = matched(label.removeprefix("#"), choices)
        if value is None:
            offered = ", ".join(repr(name) for name, _ in choices) or "nothing"
            raise AssertionError(
                self._person.complaint(f"cannot choose {label!r} in {self._label!r}, which offers {offered}")
            )
        return value

    def _look(self, read: Callable[[Workspace], Result]) -> Result:
        return self._person.slack.sandbox.look(read)

    def _find(self) -> Found:
        what = "button" if self._kinds == BUTTONS else "control"
        return self._person.expect(
            self._search,
            lambda: f"finds no {what} {self._label!r} among {', '.join(self._names()) or 'none'}",
        )

    def _names(self) -> list[str]:
        """The names of all that it could have been."""

        def read(workspace: Workspace) -> list[str]:
            return [repr(name) for _, choices in self._choices(workspace) for name, _ in choices if name]

        return self._look(read)

    def _search(self, workspace: Workspace) -> Found | None:
        for _, choices in self._choices(workspace):
            found = choices[0][1] if choices and not self._label else matched(self._label, choices)
            if found is not None:
                return found
        return None

    def _choices(self, workspace: Workspace) -> Iterator[tuple[Json, list[tuple[str, Found]]]]:
        """What is there of its kind, with the names, the newest first."""
        for container, blocks in self._surface.holders(workspace):
            yield (
                container,
                [
                    (name, Found(container, block, element))
                    for block, element in elements_of(blocks)
                    if self._fits(element["type"])
                    for name in names_of(workspace, block, element)
                ],
            )

    def _fits(self, kind: str) -> bool:
        return kind not in BUTTONS if self._kinds is None else kind in self._kinds


def names_of(workspace: Workspace, block: Json, element: Json) -> list[str]:
    """The texts by which a person knows an element, the plainest first."""
    if element["type"] == "button":
        spoken = element.get("accessibility_label")  # what a screen reader says in place of the text
        return [text_of(workspace, element["text"]), *([spoken] if spoken else [])]
    texts = [block.get("label"), element.get("placeholder"), block.get("text")]
    return [*(text_of(workspace, text) for text in texts if text), ""]


def matched(label: str, choices: list[tuple[str, Result]]) -> Result | None:
    """What a label means: the exact name, else the only thing whose name begins with it."""
    wanted = squeezed(label)
    for name, thing in choices:
        if squeezed(name) == wanted:
            return thing
    begins = [thing for name, thing in choices if wanted and squeezed(name).startswith(wanted)]
    return begins[0] if begins and all(thing == begins[0] for thing in begins) else None


def squeezed(text: str) -> str:
    """The text with its white space evened out: how it is broken into lines does not matter to a reader."""
    return " ".join(text.split())


def message_container(message: Message) -> Json:
    return {"type": "message", "channel": message.channel, "ts": message.ts}


def view_container(view: View) -> Json:
    return {"type": "home" if view.body["type"] == "home" else "view", "view_id": view.id}
