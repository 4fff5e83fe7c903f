"""The diary, the card before a meeting, reports and contacts, as answers to the reader alone."""

from collections.abc import Sequence
from typing import TypeVar

from liaison.domain.access.rules import Action, Actor
from liaison.domain.dates import write_date
from liaison.domain.meetings.models import (
    Attended,
    Card,
    Coming,
    ContactLine,
    Diary,
    DiaryLine,
    OfficerCame,
    Part,
    ReportLine,
    Said,
)
from liaison.domain.values import PartnershipId
from liaison.handlers.blocks import report_back as report_blocks
from liaison.handlers.blocks.kit import (
    Block,
    Element,
    Message,
    actions,
    button,
    context,
    counted,
    escape,
    paragraphs,
    section,
)
from liaison.handlers.blocks.lookup.mistakes import TELL_DATE
from liaison.handlers.blocks.meetings import ids, messages
from liaison.handlers.blocks.register import PART, part_with

Line = TypeVar("Line")
PER_PAGE = 10
FEW = 3


def diary(found: Diary, page: int = 0) -> Message:
    """The reader's partnerships by date, the members' whom they help, and what waits for them."""
    if not found.lines and not found.requests:
        text = "You sit on no partnership, and help no member who does."
        return Message(text, [section(f"{text} Type `/rep matrix` to see who does.")])
    text = f"Your diary: {counted(len(found.lines), 'partnership')}."
    shown, more = _page(found.lines, page, ids.PAGE)
    blocks: list[Block] = []
    if page == 0:
        blocks += _requests(found)
    for line in shown:
        blocks += _line(line, page)
    blocks += more
    if found.reports and page == 0:
        blocks.append(section(f"*Reports of your members: {len(found.reports)}*"))
        blocks += [_report(report) for report in found.reports[:FEW]]
        if len(found.reports) > FEW:
            blocks.append(context(f"Type `/diary reports` to see all {len(found.reports)}."))
    return Message(text, blocks)


def reports(found: Sequence[ReportLine], page: int = 0) -> Message:
    """The reports of the members whom the reader helps, the latest first (B-08)."""
    if not found:
        text = "There is no report of a member whom you help. Each is listed here once it has been submitted."
        return Message(text, [section(text)])
    shown, more = _page(found, page, ids.REPORTS_PAGE)
    text = f"Reports of your members: {len(found)}."
    return Message(text, [section(f"*{text}*"), *(_report(report) for report in shown), *more])


def contacts(found: Sequence[ContactLine], page: int = 0) -> Message:
    """Direct contacts of staff with partners, the latest first (B-10)."""
    if not found:
        text = "No contact with a partner has been recorded."
        return Message(text, [section(f"{text} Type `/diary contact` to record one.")])
    shown, more = _page(found, page, ids.CONTACTS_PAGE)
    text = f"Contacts with partners: {len(found)}."
    blocks = [section(f"*{text}*")]
    for line in shown:
        contact = line.contact
        blocks.append(
            section(
                f"*{write_date(contact.held_on)}: {escape(line.partner)}.* {contact.area}. "
                f"Recorded by {escape(line.recorded_by)}."
            )
        )
        if contact.note:
            blocks += paragraphs(contact.note)
    return Message(text, [*blocks, *more])


def card(found: Card, page: int | None = None) -> Message:
    """What somebody needs to know before a meeting (B-04, H-06); opened from a page of the diary, it leads back there."""
    when = f"meets on {write_date(found.held_on)}" if found.held_on else "has no date for its next meeting"
    text = f"{found.title} {when}."
    goes = f" {escape(messages.who_goes(found.coming))}" if found.coming else ""
    blocks: list[Block] = [section(f"*{escape(text)}*{goes}")]
    if not found.held_on:
        mend = "Record the date" if found.may_record else "Tell staff the date"
        blocks.append(section(f"{mend}, or give it as item 6 of a report-back."))
    if found.part in (Part.REPRESENTATIVE, Part.SUBSTITUTE, Part.STAND_IN):
        blocks += messages.represents(found.authority, found.other_roles)
    blocks += messages.written(found.delegations)
    lines = [
        ("Representative", found.representatives or ("vacant",)),
        ("Sits as", found.capacity),
        ("Suitable because of", found.suitability),
        ("Substitute", found.substitutes or ("not recorded",)),
        ("Support officer", found.support_officers or ("not recorded",)),
        ("Link officer", found.link_officers or ("not recorded",)),
        ("Reports to", found.reports_to or ("not recorded",)),
        ("Last met", (write_date(found.last_met),) if found.last_met else ("not recorded",)),
        ("Who went last", (_attended(found.last_attended),) if found.last_attended else ()),
        ("Last report", (f"meeting of {write_date(found.last_report)}",) if found.last_report else ("none",)),
    ]
    blocks.append(
        section("\n".join(f"*{label}*: {escape('; '.join(values))}" for label, values in lines if values))
    )
    if found.priorities:
        called = found.priorities_called.capitalize()
        listed = "\n".join(f"• {escape(priority)}" for priority in found.priorities)
        blocks.append(section(f"*{escape(called)}*\n{listed}"))
    offered = messages.choices(found.coming) if found.coming else []
    if not found.held_on:
        offered.append(_date(found.partnership, found.title, may_record=found.may_record))
    way = "See the diary" if page is None else "Back to the diary"
    offered.append(button(way, ids.DIARY, str(page or 0)))
    place = ids.ON_CARD if page is None else f"{ids.ON_CARD}.{page}"
    return Message(text, [*blocks, actions(place, offered)])


def substitute_asked(coming: Coming) -> Message:
    """What came of asking the substitute (B-06)."""
    text = f"{coming.title}, {write_date(coming.attendance.held_on)}. {messages.who_goes(coming)}"
    blocks = [section(escape(text))]
    offered = messages.choices(coming)
    return Message(text, [*blocks, actions("meetings.substitute", offered)] if offered else blocks)


def usage(actor: Actor) -> Message:
    """What the reader can ask of the diary (UX-03)."""
    lines = [
        "*The diary*",
        "`/diary`: your partnerships, their next meetings, and who goes",
        "`/diary prepare barrow`: the card before a meeting",
        "`/diary substitute barrow`: ask your substitute to go",
        "`/diary ask`: ask your support officer a question",
    ]
    if actor.may(Action.SUPPORT_MEMBERS):
        lines.append("`/diary reports`: the reports of the members whom you help")
    if actor.may(Action.RECORD_CONTACT):
        lines.append("`/diary contact`: record a direct contact with a partner")
        lines.append("`/diary contacts`: see those that were recorded")
    return Message("Type /diary to see your meetings, and who goes.", [section("\n".join(lines))])


def _attended(found: Attended) -> str:
    came = {
        OfficerCame.WITH: ", with an officer",
        OfficerCame.NO: ", without an officer",
    }
    officer = came.get(found.officer_came, "") if found.officer_came else ""
    said = {
        Said.BOTH: " The minutes say whom they represented.",
        Said.UNSEEN: " The minutes had not been seen.",
        Said.UNMINUTED: " The minutes do not say whom they represented.",
        Said.NO: " They did not make clear whom they represented.",
    }
    minutes = said[found.said] if found.said else ""
    return f"{found.who} on {write_date(found.held_on)}, as {found.attended_as}{officer}.{minutes}"


def _requests(found: Diary) -> list[Block]:
    blocks: list[Block] = []
    for line in found.requests[:FEW]:
        when = write_date(line.asked_on)
        answer = button(
            "Answer", ids.ANSWER, line.request.id, label=f"Answer {line.asked_by}, {line.request.id[:6]}"
        )
        blocks.append(
            section(f"*A question from {escape(line.asked_by)}*, asked on {when}", accessory=answer)
        )
    if len(found.requests) > FEW:
        blocks.append(context(f"{len(found.requests) - FEW} more wait. Answer these to see them."))
    return blocks


def _line(line: DiaryLine, page: int) -> list[Block]:
    place = f"{ids.IN_LIST}{page}.{line.partnership}"[:255]
    if not line.held_on:
        return _undated(line, place)
    when = write_date(line.held_on)
    goes = " ".join(dict.fromkeys(messages.who_goes(found) for found in line.attendances))
    part = {
        Part.REPRESENTATIVE: "",
        Part.SUBSTITUTE: " You are the substitute.",
        Part.STAND_IN: "",
        Part.OFFICER: " You are the support officer.",
        Part.STAFF: "",
    }[line.part]
    see = button("See the card", ids.PREPARE, line.partnership, label=f"See the card: {line.title}")
    text = f"*{when}: {escape(line.title)}.* {escape(goes)}{part}".rstrip()
    offered = messages.choices(line.attendances[0]) if len(line.attendances) == 1 else []
    if not offered:
        return [section(text, accessory=see) | {"block_id": place}]
    return [section(text), actions(place, [*offered, see])]


def _undated(line: DiaryLine, place: str) -> list[Block]:
    """A partnership without a date, with the way to one: staff record it, others tell staff."""
    mend = (
        "Record it, so that everybody who goes is reminded."
        if line.may_record
        else "Tell staff when it meets next."
    )
    way = _date(line.partnership, line.title, may_record=line.may_record)
    see = button("See the card", ids.PREPARE, line.partnership, label=f"See the card: {line.title}")
    text = f"*No date recorded: {escape(line.title)}.* {mend}"
    return [section(text), actions(place, [way, see])]


def _date(partnership: PartnershipId, title: str, *, may_record: bool) -> Element:
    """The way to the date of the next meeting: staff record it, others tell staff."""
    if may_record:
        value = part_with("partnerships", partnership, "next_meeting")
        return button("Record the date", PART, value, label=f"Record the date: {title}")
    value = f"partnerships:{partnership}"
    return button("Tell staff the date", TELL_DATE, value, label=f"Tell staff the date: {title}")


def _report(report: ReportLine) -> Block:
    named = f"{report.partnership}, meeting of {write_date(report.meeting_on)}"
    opens = button(
        "Open the report", report_blocks.OPEN, report.report, label=f"Open: {named}, {report.report[:4]}"
    )
    return section(f"{escape(named)}, {escape(report.member)}", accessory=opens)


def _page(lines: Sequence[Line], page: int, action: str) -> tuple[Sequence[Line], list[Block]]:
    """The lines of one page, and the way to the others."""
    pages = max(1, -(-len(lines) // PER_PAGE))
    page = min(max(page, 0), pages - 1)
    shown = lines[page * PER_PAGE : (page + 1) * PER_PAGE]
    if pages == 1:
        return shown, []
    turn = [
        button(label, f"{action}.{number}", str(number))
        for label, number in (("Previous page", page - 1), ("Next page", page + 1))
        if 0 <= number < pages
    ]
    return shown, [context(f"Page {page + 1} of {pages}"), actions("meetings.pages", turn)]
