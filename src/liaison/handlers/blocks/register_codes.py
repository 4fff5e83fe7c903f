"""Codes that must be signed: who has not signed which, and a form that records several people at once (B-05)."""

from collections.abc import Sequence
from datetime import date

from liaison.domain.register.codes import Gap
from liaison.handlers.blocks.kit import (
    Block,
    Message,
    View,
    actions,
    button,
    context,
    date_picker,
    escape,
    field,
    line,
    many_by_typing,
    modal,
    option,
    section,
    select,
)
from liaison.handlers.blocks.lookup.words import fit, name
from liaison.handlers.blocks.register import ADD, CODES, LONGEST_FILTER, LONGEST_ROW, ROWS, preset
from liaison.handlers.blocks.register_forms import WHOLE
from liaison.handlers.blocks.register_inputs import INPUT, PICK

SIGN = "register_codes.sign"
SIGN_VIEW = "register_codes.form"


def codes(
    found: Sequence[Gap], titles: Sequence[str], *, page: int, day: date, wanted: str = "", lacking: int
) -> Message:
    """Who has not signed what, each with a button that records it; `lacking` counts those of everybody (B-05)."""
    if not titles:
        return line("The authority's documents name no code that has to be signed.")
    if not lacking:
        return line("Every code has been signed by everybody who must.")
    page = min(page, max(0, len(found) - 1) // ROWS)
    about = f' that fit "{escape(wanted)}"' if wanted else ""
    blocks: list[Block] = [section(f"*Signatures that are missing*{about}: {len(found)}")]
    for gap in found[page * ROWS : (page + 1) * ROWS]:
        value = preset("signatures", person=gap.person.id, code=gap.code, signed_on=day.isoformat())
        record = button("Record", f"{ADD}.signature", value, label=f"Record {gap.person.name}: {gap.code}")
        blocks.append(section(f"{name(gap.person.name)}: {fit(gap.code, LONGEST_ROW)}", accessory=record))
    turns = [button("Record several", SIGN, "several", label="Record signatures of several people")]
    kept = wanted[:LONGEST_FILTER]
    if page:
        turns.append(button("Previous page", f"{CODES}.back", f"{page - 1}:{kept}"))
    if (page + 1) * ROWS < len(found):
        turns.append(button("Next page", CODES, f"{page + 1}:{kept}"))
    blocks.append(actions("register.turn", turns))
    return Message(f"Signatures that are missing: {len(found)}.", blocks)


def sign_form(titles: Sequence[str], *, day: date) -> View:
    """The form that says who signed a code on a day."""
    offered = [option(title, str(number)) for number, title in enumerate(titles)]
    blocks = [
        field("register_codes.code", "Code", select(INPUT, "Choose one", offered)),
        field(
            "register_codes.people",
            "People",
            many_by_typing(f"{PICK}.people", "Type a part of a name"),
            hint="Everybody who signed it on that day.",
        ),
        field("register_codes.signed_on", "Signed on", date_picker(INPUT, "Choose a date", initial=day)),
        context(WHOLE),
    ]
    return modal(SIGN_VIEW, "Record signatures", blocks, submit="Save", close="Cancel", metadata="{}")
