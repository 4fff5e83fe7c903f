"""What whoever went is asked after a meeting, what they answered, and how they change it (B-03, B-09, UX-07)."""

from liaison.domain.meetings.models import Coming, OfficerCame, Part, Said
from liaison.handlers.blocks.kit import Block, Element, Message, actions, button, escape, line, section
from liaison.handlers.blocks.meetings import ids
from liaison.handlers.blocks.meetings.messages import day

WHOM = {
    Said.BOTH: "You made clear whom you represent, and the minutes say so.",
    Said.UNSEEN: (
        "You made clear whom you represent. I will ask about the minutes once more, before the next meeting."
    ),
    Said.UNMINUTED: (
        "You made clear whom you represent, but the minutes do not say so. Ask for them to be corrected."
    ),
    Said.NO: "You did not make clear whom you represent. Say it at the next meeting, and ask for it to be minuted.",
}
WHOM_BUTTONS = {
    Said.BOTH: "Yes, both",
    Said.UNSEEN: "I said it; minutes not seen yet",
    Said.NO: "No",
}
CAME = {
    OfficerCame.WITH: "An officer went with you.",
    OfficerCame.INSTEAD: "An officer went in your place.",
    OfficerCame.NO: "No officer attended.",
    OfficerCame.ABSENT: "Nobody went for the authority.",
}
CAME_BUTTONS = {
    OfficerCame.WITH: "With me",
    OfficerCame.INSTEAD: "In my place",
    OfficerCame.NO: "No officer",
    OfficerCame.ABSENT: "Nobody went",
}
# In the words of an officer who was to go in the member's place.
OFFICERS_CAME_BUTTONS = {
    OfficerCame.INSTEAD: "I went",
    OfficerCame.ABSENT: "Nobody went",
}


def after(coming: Coming) -> Message:
    """To whoever went: did they say whom they represent, and did an officer come (B-03, B-09)?"""
    met = f"{coming.title} met on {day(coming)}."
    blocks: list[Block] = [section(f"*{escape(met)}*")]
    came = coming.attendance.officer_came
    if not coming.went_oneself:
        return Message(met, [*blocks, _others(coming)])
    left = (coming.attendance.said, came).count(None)
    asks = ("", " One short question.", " Two short questions.")[left]
    return Message(f"{met}{asks}", [*blocks, *_whom(coming), *_came(coming)])


def asked_again(coming: Coming, action_id: str) -> Message:
    """A question that was answered, once more, beside the message that shows the answer (UX-07)."""
    question, offered = _ask_whom(coming) if action_id == ids.AGAIN_SAID else _ask_came(coming)
    text = f"{coming.title} met on {day(coming)}."
    return Message(text, [section(f"*{escape(text)}*"), question, actions(ids.UNDER_AGAIN, offered)])


def changed(coming: Coming, action_id: str) -> Message:
    """That the new answer has taken the place of the earlier one."""
    said = coming.attendance.said
    words = WHOM[said] if said and action_id in ids.SAID.values() else _said_of_officer(coming)
    return line(f"Changed. {words}")


def _others(coming: Coming) -> Block:
    """Who went, for somebody who did not; whoever said so can change it (UX-07)."""
    came = coming.attendance.officer_came
    theirs = coming.part in (Part.REPRESENTATIVE, Part.STAND_IN)
    if came is OfficerCame.ABSENT or (came is OfficerCame.INSTEAD and theirs):
        may_change = theirs or coming.officer_oneself
        return section(CAME[came], accessory=_again_came(coming) if may_change else None)
    return section(escape(f"{coming.went or 'Somebody else'} went."))


def _whom(coming: Coming) -> list[Block]:
    said = coming.attendance.said
    if said:
        change = button(
            "Change it", ids.AGAIN_SAID, coming.attendance.id, label="Change it: whom you represent"
        )
        return [section(WHOM[said], accessory=change)]
    question, offered = _ask_whom(coming)
    return [question, actions("meetings.said", offered)]


def _ask_whom(coming: Coming) -> tuple[Block, list[Element]]:
    offered = [
        button(label, ids.SAID[choice], coming.attendance.id) for choice, label in WHOM_BUTTONS.items()
    ]
    question = (
        f"*Did you make clear that you represent {escape(coming.authority)}, and do the minutes say so?*"
    )
    return section(question), offered


def _came(coming: Coming) -> list[Block]:
    """Whether an officer came; an officer who was to go in the member's place is asked whether they did (B-09)."""
    if said := _said_of_officer(coming):
        return [section(said, accessory=_again_came(coming))]
    question, offered = _ask_came(coming)
    return [question, actions("meetings.came", offered)]


def _said_of_officer(coming: Coming) -> str:
    came = coming.attendance.officer_came
    if came is OfficerCame.INSTEAD and coming.went_oneself:
        return "You went in the member's place."
    return CAME[came] if came else ""


def _ask_came(coming: Coming) -> tuple[Block, list[Element]]:
    question, labels = "Did an officer attend?", CAME_BUTTONS
    if coming.officer_oneself:
        question, labels = "Did you go in the member's place?", OFFICERS_CAME_BUTTONS
    offered = [button(label, ids.CAME[choice], coming.attendance.id) for choice, label in labels.items()]
    return section(f"*{question}*"), offered


def _again_came(coming: Coming) -> Element:
    label = "Change it: whether an officer attended"
    return button("Change it", ids.AGAIN_CAME, coming.attendance.id, label=label)
