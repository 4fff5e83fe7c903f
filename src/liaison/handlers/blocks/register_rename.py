"""What somebody may mean to rename: several of one name, and what to type."""

from collections.abc import Mapping, Sequence

from liaison.domain.register.choosing import Choice
from liaison.domain.register.fields import SORTS
from liaison.domain.register.snapshot import Register
from liaison.handlers.blocks.kit import Block, Message, button, context, cut, section
from liaison.handlers.blocks.lookup.words import fit, name
from liaison.handlers.blocks.register import LONGEST_ROW, MORE, preset
from liaison.handlers.blocks.register_usage import examples

OPEN = "register_rename.open"  # kind?id=...&name=...&named_from=...
LONGEST_NAMED = 150  # characters of a new name within the value of a button


def choose(typed: str, found: Sequence[tuple[Choice, Mapping[str, str]]]) -> Message:
    """Several that may be meant, each with what its form is to be filled in with."""
    blocks: list[Block] = [
        section(f'*Which one do you want to rename?* "{fit(typed, LONGEST_ROW)}" could be:')
    ]
    for each, given in found:
        said = {field: cut(text, LONGEST_NAMED) for field, text in given.items()}
        value = preset(each.kind, id=each.id, **said)
        choose_it = button("Choose", OPEN, value, label=f"Choose {each.label}")
        blocks.append(
            section(f"{fit(each.label, LONGEST_ROW)} ({SORTS[each.kind].one})", accessory=choose_it)
        )
    blocks.append(context(MORE))
    return Message(f'Choose which entry "{cut(typed, LONGEST_ROW)}" means.', blocks)


def which(register: Register) -> Message:
    """What to type after the word alone, with a name of this register."""
    place, _, _ = examples(register)
    question = "What has a new name?"
    typed = f"/partnership rename {name(place)} to, and the new name"
    return Message(question, [section(f"*{question}* Type it like `{typed}`. Add from, and the first day.")])
