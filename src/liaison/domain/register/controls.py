"""What a field of an entry is: its label, how it is typed or chosen, and whether it is restricted."""

from enum import StrEnum

from liaison.domain.register.models import Kind
from liaison.domain.values import Value


class Control(StrEnum):
    """What a field holds, and so how it is typed, chosen, written and read."""

    TEXT = "text"
    LONG_TEXT = "long text"
    LINES = "lines"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes or no"
    CHOICE = "choice"
    ENTRY = "entry"
    ENTRIES = "entries"
    FORMER_NAMES = "former names"
    ATTENDANCE = "attendance"
    SLACK_USER = "Slack user"
    CHANNEL = "channel"
    ROLES = "roles"


class Field(Value):
    """One thing that can be said of an entry; `of` is the kind that an ENTRY or ENTRIES field names.

    `offered` tells that the words in use are offered while it is typed, so that one thing keeps one name;
    `past` that its day is not to come.
    """

    name: str
    label: str
    control: Control = Control.TEXT
    hint: str = ""
    of: Kind | None = None
    choices: tuple[str, ...] = ()
    needed: bool = False
    restricted: bool = False
    offered: bool = False
    past: bool = False
    part: str = "Details"


class Sort(Value):
    """A kind of entry in words, and its fields in the order in which they are shown."""

    one: str
    many: str
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field:
        """A field by its name."""
        return next(field for field in self.fields if field.name == name)

    @property
    def parts(self) -> tuple[str, ...]:
        """The pages of the form."""
        return tuple(dict.fromkeys(field.part for field in self.fields))
