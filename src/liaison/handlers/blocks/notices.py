"""What surrounds the notices themselves: several as one message, why somebody gets one, putting it off, and choices."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from liaison.domain.dates import local_day, write_date, write_time
from liaison.domain.notices.choosing import MOST_LISTED, Standing, is_put_off
from liaison.domain.notices.manners import Manners
from liaison.domain.notices.mending import MENDABLE, NEW_TOKEN, NOT_LINKED, WITHOUT_TOKEN
from liaison.domain.notices.models import AT_ONCE, WAITS_FOR, Kind, Notice, State, newer
from liaison.domain.notices.reaching import MEND, UNREACHABLE
from liaison.domain.notices.trying import Tried
from liaison.domain.register.snapshot import Register
from liaison.domain.values import PersonId
from liaison.handlers.blocks.kit import (
    Block,
    Element,
    Message,
    View,
    actions,
    button,
    capital,
    confirmed,
    context,
    counted,
    cut,
    date_picker,
    escape,
    field,
    modal,
    option,
    radio,
    section,
    select,
)

OPEN = "notices.open"
WHY = "notices.why"
WHY_LABEL = "Why this?"  # a message that says it in its own way has a button of that name already
LATER = "notices.later"
WAKE = "notices.wake"
CHOOSE = "notices.choose"
SEND_NOW = "notices.send_now"
OWED = "notices.owed"
SENT = "notices.sent"
RETRY = "notices.retry"
CANCEL = "notices.cancel"
DAY_VIEW = "notices.day"
CHOOSE_VIEW = "notices.chosen"
INPUT = "notices.input"
TAIL = "notices.tail."  # begins the id of the row of controls, which the notice's key ends
TOMORROW, NEXT_WEEK, A_DAY = "tomorrow", "next week", "a day"
LONGEST_LINE, LONGEST_TEXT, LONGEST_ID = 300, 2_000, 255
MOST_BLOCKS = 50
# What answers something that its receiver did a moment ago says by itself why it came.
ANSWERS = frozenset({Kind.REPORT_FILED, Kind.CHANNEL_JOINED, Kind.REGISTER_CHANGED, Kind.CODE_RECEIPT})
PAGE = 8
HOURS = range(25)
NOON, MIDNIGHT = 12, 24


def several(said: Sequence[tuple[Notice, Message]]) -> Message:
    """Several things as one message: a line of each, which opens it (UX-08, P-11)."""
    heading = f"{len(said)} things for you"
    texts = [cut(message.text, LONGEST_LINE) for _, message in said]
    lines = [cut(message.line or message.text, LONGEST_LINE) for _, message in said]
    shown = [
        _line(notice, line, place) for place, ((notice, _), line) in enumerate(zip(said, lines, strict=True))
    ]
    return Message(cut(f"{heading}: {' '.join(texts)}", LONGEST_TEXT), [section(f"*{heading}*"), *shown])


def _line(notice: Notice, line: str, place: int) -> Block:
    if notice.asleep_until:
        put_off_to = f"Put off to {write_date(notice.asleep_until)}: {escape(line)}"
        return section(put_off_to, accessory=None if notice.opened else _wake(notice, place))
    if notice.opened or notice.ended or newer(notice):
        return section(escape(line))
    opens = button("Open", f"{OPEN}.{place}", notice.key, label=f"Open: {line}")
    return section(escape(line), accessory=opens)


def single(notice: Notice, message: Message) -> Message:
    """One notice with what can be asked of it: why it came, and, by whom it is for, to have it later (P-10)."""
    if notice.asleep_until:
        put_off_to = f"Put off to {write_date(notice.asleep_until)}:"
        shows = [] if notice.opened else [actions("notices.asleep", [_wake(notice)])]
        line = f"{put_off_to} {message.line or message.text}"
        return Message(f"{put_off_to} {message.text}", [section(escape(line)), *shows])
    answers_a_press = notice.kind in ANSWERS
    asks = any(block["type"] == "actions" or "accessory" in block for block in message.blocks)
    over = notice.ended or message.over or (notice.sent_ts and not asks)
    says_why = any(
        element["type"] == "button" and element["text"]["text"] == WHY_LABEL
        for block in message.blocks
        if block["type"] == "actions"
        for element in block["elements"]
    )
    if over or answers_a_press or len(message.blocks) >= MOST_BLOCKS:
        return message
    tail = f"{TAIL}{notice.key}"
    controls: list[Element] = [] if says_why else [button(WHY_LABEL, WHY, notice.key)]
    can_wait = notice.urgent or notice.kind not in AT_ONCE
    if asks and can_wait and notice.to_user and len(tail) <= LONGEST_ID:
        controls.append(
            select(
                LATER,
                "Remind me later",
                [option(capital(when), when) for when in (TOMORROW, NEXT_WEEK, A_DAY)],
            )
        )
    if not controls:
        return message
    return message._replace(blocks=[*message.blocks, actions(tail[:LONGEST_ID], controls)])


def _wake(notice: Notice, place: int = 0) -> Element:
    return button("Show it now", f"{WAKE}.{place}", notice.key)


def why(notice: Notice) -> str:
    """Why somebody gets a message, and what they can change about it."""
    mend = "" if notice.to_committee else " To choose when you are told things, type `/notices`."
    return f"{escape(notice.reason)}{mend}"


def put_off(day: date, asked: date) -> str:
    """Says to which day something was put off, and why it is not the day that was asked for."""
    if day == asked:
        return f"Put off. You get it again on {write_date(day)}."
    why = f"because you are told nothing on {write_date(asked)}. Type /notices to see when you are."
    return f"Put off. You get it again on {write_date(day)}, {why}"


def day_form(key: str, first: date) -> View:
    """Asks to which day a notice is put off."""
    blocks = [
        field("notices.until", "Remind me on", date_picker(INPUT, "Choose a day", initial=first)),
    ]
    return modal(DAY_VIEW, "Remind me later", blocks, submit="Put off", metadata=json.dumps({"key": key}))


def choices(standing: Standing, zone: str, *, may_see_all: bool, on_their_way: int = 0) -> Message:
    """When somebody is told things, and what waits for them or is `on_their_way` because they asked for it."""
    own_zone = standing.choices.zone(zone)
    text = f"{_when(standing.manners)} {_at_most(standing.manners)}"
    said = text
    blocks: list[Block] = [
        section(f"*When I tell you things*\n{text}"),
        context(
            f"By the clocks of {own_zone.replace('_', ' ')}, as Slack says. What you do yourself is answered at any hour."
        ),
    ]
    if standing.choices.away_until and standing.told_on:
        back = write_date(standing.choices.away_until)
        since = standing.choices.away_from
        away = f"You are away from {write_date(since)}" if since else "You are away"
        until = f"{away}. You are told what waited when you are back, on {back}."
        if standing.told_on != standing.choices.away_until:
            told = f"You are told what waited on {write_date(standing.told_on)}."
            until = f"{away}, and back on {back}. {told}"
        blocks.append(section(until))
        said = f"{said} {until}"
    buttons = [button("Choose", CHOOSE, "choose", style="primary")]
    if on_their_way:
        is_sent = "is" if on_their_way == 1 else "are"
        blocks.append(section(f"{counted(on_their_way, 'message')} that waited {is_sent} sent to you now."))
    if standing.waiting and standing.next_at:
        day, at = write_date(local_day(standing.next_at, own_zone)), write_time(standing.next_at, own_zone)
        wait = "waits" if standing.waiting == 1 else "wait"
        blocks.append(section(f"{counted(standing.waiting, 'message')} {wait} until {at} on {day}."))
        buttons.append(button("Send it now", SEND_NOW, "now"))
    if may_see_all:
        buttons.append(button("See what is owed to others", OWED, "0"))
    return Message(f"When I tell you things: {said}", [*blocks, actions("notices.choices", buttons)])


def choices_form(standing: Standing) -> View:
    """Asks when somebody wants to be told things."""
    holds, chosen = standing.manners, standing.choices
    days = [option("Working days only", "no"), option("Weekends and bank holidays too", "yes")]
    limits = [option(str(number), str(number)) for number in (1, 2, 3, 4, 5, 8, 10, 15, 20)]
    limit = next((each for each in limits if each["value"] == str(holds.most_a_day)), None)
    blocks = [
        field(
            "notices.from_hour",
            "From",
            select(INPUT, "Choose an hour", _hours(0, 24), initial=_hour(holds.from_hour)),
        ),
        field(
            "notices.to_hour",
            "Until",
            select(INPUT, "Choose an hour", _hours(1, 25), initial=_hour(holds.to_hour)),
        ),
        field("notices.days_off", "On which days", radio(INPUT, days, initial=days[holds.days_off])),
        field(
            "notices.most_a_day",
            "Messages a day, at most",
            select(INPUT, "Choose a number", limits, initial=limit),
            hint="What is over it comes together on the next morning.",
        ),
        field(
            "notices.away_from",
            "Away from",
            date_picker(INPUT, "First day away", initial=chosen.away_from),
            optional=True,
        ),
        field(
            "notices.away_until",
            "Back on",
            date_picker(INPUT, "First day back", initial=chosen.away_until),
            hint="Leave both empty if you are not away. A Slack status that says so counts too.",
            optional=True,
        ),
    ]
    return modal(CHOOSE_VIEW, "When I tell you things", blocks, submit="Save")


def owed(
    found: Sequence[Notice],
    register: Register,
    now: datetime,
    *,
    page: int,
    about: Mapping[str, str],
    done: str | None = None,
) -> Message:
    """What is still owed to anybody, why it waits, and what can be done (P-08).

    What it says is not shown, but for what it is `about`, by its key; `done` is what was done about one just now.
    """
    confirms: list[Block] = [section(escape(done))] if done else []
    lately = button("See what was sent lately", SENT, "0")
    if not found:
        nothing = "Nothing is owed to anybody."
        return Message(
            f"{done} {nothing}" if done else nothing,
            [*confirms, section(nothing), actions("notices.turn", [lately])],
        )
    heading = f"Still owed: {counted(len(found), 'message')}"
    heading += " or more" if len(found) >= MOST_LISTED else ""
    page = min(page, (len(found) - 1) // PAGE)
    blocks: list[Block] = [*confirms, section(f"*{heading}*")]
    for notice in found[page * PAGE : (page + 1) * PAGE]:
        named = name(notice, register, about)
        said = f"{named}: {waits(notice, register, now)}."
        blocks.append(section(escape(said)))
        cancels = button("Cancel", CANCEL, notice.key, label=f"Cancel: {said}")
        sure = confirmed(
            cancels,
            "Cancel this?",
            cut(f"{named}. Nobody is told of it then.", LONGEST_LINE),
            yes="Cancel it",
            no="Keep it",
            danger=True,
        )
        again = button("Try again now", RETRY, notice.key, label=f"Try again now: {said}")
        blocks.append(actions(f"notices.owed.{page}.{len(blocks)}", [again, sure]))
    blocks.append(actions("notices.turn", [*_turns(OWED, page, len(found)), lately]))
    return Message(f"{done} {heading}." if done else f"{heading}.", blocks)


def tried(result: Tried, register: Register) -> str:
    """When what staff have tried again goes out."""
    notice, at = result.notice, result.goes_at
    if at is None:
        return "It is tried now."
    when = f"{write_time(at, register.timezone)} on {write_date(local_day(at, register.timezone))}"
    whose = receiver(notice, register)
    why_then = f"to which {whose} put it off" if result.was_put_off else f"when {whose} may be told"
    return f"It goes out at {when}, {why_then}."


def sent(
    found: Sequence[Notice], register: Register, now: datetime, *, page: int, about: Mapping[str, str]
) -> Message:
    """What was sent lately, to whom and when, the newest first; what it says is not shown."""
    heading = f"Sent lately: {counted(len(found), 'message')}"
    page = min(page, max(0, len(found) - 1) // PAGE)
    shown = found[page * PAGE : (page + 1) * PAGE]
    blocks: list[Block] = [section(f"*{heading}*")]
    blocks += [
        section(escape(f"{name(notice, register, about)}: {waits(notice, register, now)}."))
        for notice in shown
    ]
    owed_ = button("See what is owed to others", OWED, "0")
    blocks.append(actions("notices.turn", [*_turns(SENT, page, len(found)), owed_]))
    return Message(f"{heading}.", blocks)


def _turns(action_id: str, page: int, total: int) -> list[Element]:
    """The buttons to the pages beside this one."""
    turns = []
    if page:
        turns.append(button("Previous page", f"{action_id}.back", str(page - 1)))
    if (page + 1) * PAGE < total:
        turns.append(button("Next page", f"{action_id}.next", str(page + 1)))
    return turns


def usage(*, may_see_all: bool) -> Message:
    """How `/notices` is used, by whoever asks (UX-03)."""
    text = (
        "`/notices`: when I tell you things, and what waits. Press Choose there for your hours, days off, "
        "days away and the most messages a day"
    )
    if may_see_all:
        text += "\n`/notices owed`: what I still owe to anybody, and why"
        text += "\n`/notices sent`: what I sent lately, and to whom"
    return Message("Type /notices to choose when I tell you things.", [section(text)])


def receiver(notice: Notice, register: Register) -> str:
    """To whom a notice goes, by name."""
    if notice.to_user:
        link = register.link.get(notice.to_user)
        whose = link.person if link else PersonId(notice.facts.get(WAITS_FOR, ""))
        person = register.person.get(whose)
        return person.name if person else notice.to_user
    committee = register.committee.get(notice.to_committee) if notice.to_committee else None
    return f"the channel of the {committee.name}" if committee else "a channel"


def name(notice: Notice, register: Register, about: Mapping[str, str]) -> str:
    """What kind of notice it is, what it is `about`, and to whom it goes."""
    what = f" ({about[notice.key]})" if notice.key in about else ""
    return f"{capital(notice.kind)}{what}, to {receiver(notice, register)}"


def waits(notice: Notice, register: Register, now: datetime) -> str:
    """Why a notice has not gone out yet, or when it did; without a stop at its end."""
    zone = register.timezone
    if notice.state in (State.SENT, State.OUTDATED) and notice.sent_at:
        sent = notice.sent_at
        return f"sent at {write_time(sent, zone)} on {write_date(local_day(sent, zone))}"
    if notice.state is State.CLAIMED:
        return "on its way"
    update = "to be changed; " if notice.sent_ts else ""  # what its message says is no longer so
    if notice.state is State.HELD:
        return f"{update}held until somebody mends it: {_why_held(notice).removesuffix('.')}"
    if notice.due <= now:
        return f"{update}due now"
    at = f"{write_time(notice.due, zone)} on {write_date(local_day(notice.due, zone))}"
    if notice.trouble:
        mend = f" {NEW_TOKEN}" if notice.trouble in WITHOUT_TOKEN else ""
        return (
            f"{update}failed ({notice.trouble}); the next try is at {at}{'.' if mend else ''}{mend}".rstrip(
                "."
            )
        )
    if is_put_off(notice, now):
        return f"{update}put off to {at} by {receiver(notice, register)}"
    for_hours = f", when {receiver(notice, register)} may be told" if notice.first_due else ""
    return f"{update}waits until {at}{for_hours}"


def _why_held(notice: Notice) -> str:
    trouble = str(notice.trouble)
    if trouble == NOT_LINKED:
        return "their Slack account is not linked any more"
    if trouble in MENDABLE:
        why_held, mend = MENDABLE[trouble]
        named = "" if "its channel" in why_held else "its channel"
        return f"{why_held.format(channel=named).rstrip()}. {mend}"
    return f"{UNREACHABLE[trouble]}. {MEND}" if trouble in UNREACHABLE else trouble


def _when(manners: Manners) -> str:
    days = "on any day" if manners.days_off else "on working days"
    return f"From {_clock(manners.from_hour)} to {_clock(manners.to_hour)} {days}."


def _at_most(manners: Manners) -> str:
    return f"At most {counted(manners.most_a_day, 'message')} a day; more come together on the next morning."


def _hours(first: int, end: int) -> list[Element]:
    return [_hour(hour) for hour in range(first, end)]


def _hour(hour: int) -> Element:
    return option(_clock(hour), str(hour))


def _clock(hour: int) -> str:
    if hour in (0, MIDNIGHT):
        return "midnight"
    if hour == NOON:
        return "noon"
    return f"{hour % NOON}{'am' if hour < NOON else 'pm'}"
