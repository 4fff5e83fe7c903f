"""What people are told and asked before and after a meeting; each message shows how things stand now (UX-23)."""

from liaison.domain.dates import write_date
from liaison.domain.meetings.models import (
    Asked,
    Coming,
    OfficerPlan,
    Part,
    RequestLine,
    Said,
)
from liaison.handlers.blocks import register as register_blocks
from liaison.handlers.blocks.kit import (
    Block,
    Element,
    Message,
    actions,
    button,
    context,
    escape,
    paragraphs,
    section,
)
from liaison.handlers.blocks.meetings import ids

PLANS = {
    OfficerPlan.WITH: "You go with the member.",
    OfficerPlan.NOT: "You do not go.",
    OfficerPlan.INSTEAD: "You go in the member's place.",
}
PLAN_BUTTONS = {
    OfficerPlan.WITH: "I will go with the member",
    OfficerPlan.NOT: "I will not go",
    OfficerPlan.INSTEAD: "I will go in the member's place",
}


def before(coming: Coming) -> Message:
    """To whoever goes, before a meeting: whom they represent, and what they may decide (B-04, H-06)."""
    text = f"Meeting on {day(coming)}: {coming.title}."
    if ended := _ended(coming):
        return Message(text, [*ended, *_minutes(coming)])
    blocks = [section(f"{_heading(coming)} {escape(who_goes(coming))}")]
    if coming.goes_oneself:
        blocks += represents(coming.authority, coming.other_roles)
        blocks += written(coming.delegations)
    return Message(text, [*blocks, _buttons(coming), *_minutes(coming)])


def officer(coming: Coming) -> Message:
    """To the support officer, who decides meeting by meeting whether to go (B-08); who goes is told as members are (B-04)."""
    text = f"Meeting on {day(coming)}: {coming.title}. Will you go?"
    if ended := _ended(coming):
        return Message(text, ended)
    plan = coming.attendance.officer_plan if coming.officer_oneself else None
    said = PLANS[plan] if plan else "Will you go?"
    offered = [
        button(label, ids.PLANS[choice], coming.attendance.id)
        for choice, label in PLAN_BUTTONS.items()
        if choice is not plan
    ]
    if coming.officer and not coming.officer_oneself:
        with_member = coming.attendance.officer_plan is OfficerPlan.WITH
        said = f"{escape(coming.officer)} goes with the member." if with_member else ""
        offered = []
    blocks = [section(f"{_heading(coming)} {escape(who_goes(coming))} {said}".rstrip())]
    if coming.goes_oneself:
        blocks += [*represents(coming.authority, coming.other_roles), *written(coming.delegations)]
    return Message(text, [*blocks, actions("meetings.officer", [*offered, _card(coming)])])


def asked(coming: Coming) -> Message:
    """To whoever is asked to go in the representative's place (B-06, B-07)."""
    attendance = coming.attendance
    place = f" in the place of {coming.representative}" if coming.representative else ""
    for_member = coming.representative and not attendance.named_by
    by = f"{coming.representative} asks" if for_member else "Staff ask"
    text = f"{by} you to go to {coming.title} on {day(coming)}."
    if ended := _ended(coming):
        return Message(text, ended)
    if coming.part is not Part.STAND_IN:
        said = "You are not being asked any more."
        return Message(text, [section(f"{_heading(coming)} {said} {escape(who_goes(coming))}")])
    if attendance.asked is Asked.WILL_GO:
        blocks = [section(f"{_heading(coming)} You go{escape(place)}.")]
        return Message(text, [*blocks, *written(coming.delegations), _buttons(coming)])
    only = " It is for this meeting only." if attendance.named_by else ""
    return Message(
        text,
        [
            section(f"*{escape(text)}* You would go{escape(place)}.{only}"),
            *written(coming.delegations),
            actions(
                "meetings.asked",
                [
                    button("I will go", ids.WILL_GO, attendance.id, style="primary"),
                    button("I cannot", ids.CANNOT, attendance.id),
                    _card(coming),
                ],
            ),
        ],
    )


def answered(coming: Coming, name: str, said: str) -> Message:
    """To the representative: what somebody who was asked has answered, and how it stands now (B-06)."""
    text = f"{name} {said}: {coming.title}, {day(coming)}."
    if ended := _ended(coming):
        return Message(text, ended)
    now = escape(who_goes(coming))
    blocks = [section(f"*{escape(text)}* {now}")]
    if not coming.goes_oneself:
        own = button("I will go myself", ids.GO, coming.attendance.id)
        blocks.append(actions("meetings.answered", [own]))
    return Message(text, blocks)


def needed(coming: Coming) -> Message:
    """To those who find somebody else: nobody goes yet, and why (B-07)."""
    text = f"Nobody goes to {coming.title} on {day(coming)} yet."
    if ended := _ended(coming):
        return Message(text, ended)
    if coming.goes:
        return Message(text, [section(f"{_heading(coming)} {escape(who_goes(coming))}")])
    attendance = coming.attendance
    why = (
        f"{coming.representative} cannot go."
        if coming.representative
        else "Nobody represents the authority there."
    )
    if attendance.asked is Asked.WAITING:
        why += f" {coming.stand_in} has been asked and has not answered."
    elif attendance.declined:
        why += " Nobody who was asked can go."
    else:
        why += f" {_not_in_slack(coming)}." if coming.unlinked else " No substitute can be asked in Slack."
    seat = (
        button("Change the substitute's seat", register_blocks.EDIT, f"appointments:{coming.substitute_seat}")
        if coming.substitute_seat
        else button(
            "Fill the substitute's seat", register_blocks.ADD, f"appointments:{attendance.partnership}"
        )
    )
    return Message(
        text,
        [
            section(f"*{escape(text)}* {escape(why)}"),
            actions(
                "meetings.needed",
                [
                    button("Name another substitute", ids.NAME, attendance.id, style="primary"),
                    seat,
                ],
            ),
        ],
    )


def released(coming: Coming) -> Message:
    """To somebody who had agreed to go and is not needed any more."""
    text = f"You are not needed at {coming.title} on {day(coming)}. Thank you."
    return Message(text, [section(f"*{escape(text)}* {escape(who_goes(coming))}")])


def request(line: RequestLine) -> Message:
    """To the support officer: a member's question, or what became of it (B-08)."""
    text = f"A question from {line.asked_by}."
    blocks = [section(f"*{escape(text)}*"), *paragraphs(line.request.question)]
    if line.request.answer is None:
        answer = button("Answer", ids.ANSWER, line.request.id, style="primary")
        return Message(text, [*blocks, actions("meetings.request", [answer])])
    by = escape(line.answered_by or "an officer")
    return Message(text, [*blocks, section(f"*Answered by {by}*"), *paragraphs(line.request.answer)])


def request_answered(line: RequestLine) -> Message:
    """To the member: the answer to what they asked (B-08)."""
    text = f"{line.answered_by or 'Your support officer'} has answered your question."
    return Message(
        text,
        [
            section(f"*{escape(text)}*"),
            *paragraphs(line.request.answer or ""),
            context("You had asked:"),
            *paragraphs(line.request.question),
        ],
    )


def represents(authority: str, other_roles: tuple[str, ...]) -> list[Block]:
    """Whom the reader represents; with another role of theirs, that the meeting is to be told (B-04)."""
    blocks = [section(f"You represent {escape(authority)} there.")]
    if other_roles:
        roles = escape(" and ".join(other_roles))
        blocks.append(
            section(
                f"The register also knows you as {roles}. "
                f"Tell the meeting that you represent {escape(authority)}, and not that other role."
            )
        )
    return blocks


def written(delegations: tuple[str, ...]) -> list[Block]:
    """What may be decided for the authority, as it was written (H-06)."""
    if not delegations:
        return [
            section(
                "No written delegation is recorded. Ask staff before you agree to anything for the authority."
            )
        ]
    return [
        section("*What the representative may decide, as it was written:*"),
        *(block for text in delegations for block in paragraphs(text)),
    ]


def who_goes(coming: Coming) -> str:
    """Who goes, or what is being done about it, in one sentence for the reader."""
    attendance = coming.attendance
    if coming.goes_oneself:
        return "You go."
    if attendance.asked is Asked.WAITING and coming.part is Part.STAND_IN:
        return f"You have been asked to go in the place of {coming.representative or 'the representative'}."
    if coming.goes:
        place = " in your place" if attendance.representative and coming.part is Part.REPRESENTATIVE else ""
        return f"{coming.goes} goes{place}."
    if attendance.asked is Asked.WAITING:
        return f"{coming.stand_in} has been asked to go."
    return _nobody_yet(coming) if attendance.representative else "Nobody represents us there."


def _nobody_yet(coming: Coming) -> str:
    """That nobody goes; the representative is told why nobody could be asked, and who knows of it (B-06, B-07)."""
    said = "Staff are finding somebody to go." if coming.staff_find else "Nobody goes yet."
    if coming.part is not Part.REPRESENTATIVE:
        return said
    why = _not_in_slack(coming) if coming.unlinked else "There is no substitute whom I can ask"
    if coming.staff_find:
        return f"{said} {why}, so I have told staff."
    return (
        f"{said} {why}, and no member of staff is{'' if coming.unlinked else ' in Slack'}. Ask them yourself."
    )


def _not_in_slack(coming: Coming) -> str:
    """Which substitutes cannot be asked, though they could go."""
    verb = "is" if len(coming.unlinked) == 1 else "are"
    return f"{' and '.join(coming.unlinked)} {verb} not linked to Slack yet"


def _minutes(coming: Coming) -> list[Block]:
    """The question about an earlier meeting's minutes, asked once more; or its answer (B-03)."""
    earlier = coming.previous
    if earlier is None:
        return []
    when = write_date(earlier.held_on)
    if earlier.said is not Said.UNSEEN:
        said = "say" if earlier.said is Said.BOTH else "do not say"
        mend = "" if earlier.said is Said.BOTH else " Ask for them to be corrected."
        return [section(f"The minutes of {when} {said} whom you represent.{mend}")]
    return [
        section(f"*Do the minutes of {when} say whom you represent?*"),
        actions(
            "meetings.minutes",
            [
                button("The minutes say so", ids.MINUTES[Said.BOTH], earlier.id),
                button("They do not", ids.MINUTES[Said.UNMINUTED], earlier.id),
            ],
        ),
    ]


def _ended(coming: Coming) -> list[Block]:
    """What takes the place of a message once there is nothing left to arrange (UX-15)."""
    if coming.attendance.off:
        moved = f" It now meets on {write_date(coming.moved_to)}." if coming.moved_to else ""
        return [
            section(
                f"{_heading(coming)} This no longer holds: the meeting was moved, or the seat changed hands.{moved} "
                "Type `/diary` to see what comes."
            )
        ]
    if coming.past:
        return [section(f"{_heading(coming)} The meeting has been held.")]
    return []


def _buttons(coming: Coming) -> Block:
    return actions("meetings.before", [*choices(coming), _card(coming)])


def choices(coming: Coming) -> list[Element]:
    """What the reader can say about going, named so that a screen reader tells one meeting from another."""
    attendance, named = coming.attendance, f"{coming.title}, {day(coming)}"
    if coming.part is Part.STAND_IN:
        if attendance.asked is Asked.WAITING:
            return [
                button("I will go", ids.WILL_GO, attendance.id, label=f"I will go: {named}"),
                button("I cannot", ids.CANNOT, attendance.id, label=f"I cannot go: {named}"),
            ]
        return [button("I cannot go after all", ids.CANNOT, attendance.id, label=f"I cannot go: {named}")]
    if coming.part is not Part.REPRESENTATIVE or not coming.representative:
        return []
    go = button("I will go", ids.GO, attendance.id, label=f"I will go: {named}")
    ask = button("Ask my substitute", ids.ASK, attendance.id, label=f"Ask my substitute: {named}")
    if attendance.will_go is None and coming.goes_oneself:
        return [go, ask]
    return [ask] if coming.goes_oneself else [go]


def _card(coming: Coming) -> Element:
    label = f"See the card: {coming.title}, {day(coming)}"
    return button("See the card", ids.PREPARE, coming.attendance.partnership, label=label)


def _heading(coming: Coming) -> str:
    return f"*{day(coming)}: {escape(coming.title)}.*"


def day(coming: Coming) -> str:
    """The day of the meeting, in words."""
    return write_date(coming.attendance.held_on)
