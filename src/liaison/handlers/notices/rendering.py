"""What each kind of notice says, rendered when it is sent, so that it shows the present state."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from liaison.domain.dates import local_day, write_date
from liaison.domain.guidance import circulars
from liaison.domain.lookup import mistakes
from liaison.domain.meetings import rules as meeting_rules
from liaison.domain.meetings import support as meeting_support
from liaison.domain.meetings.models import Coming
from liaison.domain.notices.mending import MENDED, MOVED
from liaison.domain.notices.mending import OVER as NOTHING_WAITS
from liaison.domain.notices.models import Kind, Notice, newer
from liaison.domain.packs import Proforma
from liaison.domain.ports import UnitOfWork
from liaison.domain.register import telling, watch
from liaison.domain.register.editing import version_of
from liaison.domain.register.service import chosen_by, committees_of
from liaison.domain.register.snapshot import Register
from liaison.domain.report_back import filing
from liaison.domain.reviews import actions as review_actions
from liaison.domain.reviews import lists as review_lists
from liaison.domain.reviews import progress as review_progress
from liaison.domain.reviews import reminders as review_rules
from liaison.domain.reviews.models import Owner
from liaison.domain.reviews.seats import appointments
from liaison.domain.reviews.working import name_of
from liaison.domain.values import AppointmentId, SlackUserId
from liaison.handlers.blocks import committees as committee_blocks
from liaison.handlers.blocks import notices as blocks
from liaison.handlers.blocks import register as register_blocks
from liaison.handlers.blocks import register_people as people_blocks
from liaison.handlers.blocks import report_back as report_blocks
from liaison.handlers.blocks.guidance import advice as advice_blocks
from liaison.handlers.blocks.guidance import circulars as circular_blocks
from liaison.handlers.blocks.kit import Message, escape, section
from liaison.handlers.blocks.lookup import mistakes as mistake_blocks
from liaison.handlers.blocks.meetings import afterwards as afterwards_blocks
from liaison.handlers.blocks.meetings import messages as meeting_blocks
from liaison.handlers.blocks.reviews import actions as action_blocks
from liaison.handlers.blocks.reviews import lessons as lesson_blocks
from liaison.handlers.blocks.reviews import progress as progress_blocks
from liaison.handlers.blocks.reviews import reminders as review_blocks

OVER = "This is over. Your Slack account is not linked to Liaison any more."
CHANNEL = re.compile(r"<(#[CG][A-Z0-9]+)>")  # how our own words name a channel
CHANNEL_ESCAPED = re.compile(r"&lt;(#[CG][A-Z0-9]+)&gt;")


class Rendered(NamedTuple):
    """The message that notices make; those of which nothing is left to say; and those that could not be rendered."""

    message: Message | None
    gone: tuple[Notice, ...]
    failed: tuple[tuple[Notice, Exception], ...]


def render(
    uow: UnitOfWork, notices: Sequence[Notice], register: Register, proforma: Proforma, *, now: datetime
) -> Rendered:
    """The notices as one message; no message where there is nothing left to say. One that fails stops no other."""
    said: list[tuple[Notice, Message]] = []
    gone: list[Notice] = []
    failed: list[tuple[Notice, Exception]] = []
    for notice in notices:
        try:
            message = _rendered(uow, notice, register, proforma, now)
        except Exception as error:  # noqa: BLE001 - whoever sends the others keeps it, and tries it again
            failed.append((notice, error))
            continue
        if message is None or (notice.stale and not notice.sent_ts):
            gone.append(notice)
        else:
            said.append((notice, message))
    if not said:
        return Rendered(None, tuple(gone), tuple(failed))
    first, message = said[0]
    whole = blocks.several(said) if len(said) > 1 else blocks.single(first, message)
    return Rendered(whole, tuple(gone), tuple(failed))


def _rendered(
    uow: UnitOfWork, notice: Notice, register: Register, proforma: Proforma, now: datetime
) -> Message | None:
    """One notice; None where its subject has gone.

    Whoever is not linked any more is told nothing new, and what they were sent before says only that it is over (UX-15).
    """
    if notice.to_user and notice.to_user not in register.link:
        return Message(OVER, [section(OVER)], over=True) if notice.sent_ts else None
    return RENDERERS[notice.kind](uow, notice, register, proforma, now)


def _report_waiting(
    uow: UnitOfWork, notice: Notice, register: Register, _form: Proforma, _now: datetime
) -> Message | None:
    report = uow.reports.get(notice.subject)
    done = filing.passed_on(report, register) if report and report.passed_on_at else None
    if done and not notice.sent_ts:
        return None  # it was dealt with before this person could be told
    return report_blocks.waiting_notice(notice.facts, notice.subject, done)


def _report_copy(
    uow: UnitOfWork, notice: Notice, register: Register, proforma: Proforma, _now: datetime
) -> Message | None:
    report = uow.reports.get(notice.subject)
    if report is None:
        return None
    return report_blocks.copy_notice(filing.opened(report, register, proforma), register.timezone)


def _report_filed(
    uow: UnitOfWork, notice: Notice, register: Register, _form: Proforma, _now: datetime
) -> Message | None:
    draft = uow.reports.draft(notice.subject)
    if draft is None:
        return None
    ended = filing.filed(uow, draft, register)
    return Message(ended.sentence, report_blocks.ended(ended))


def _channel_joined(
    uow: UnitOfWork, notice: Notice, register: Register, _form: Proforma, _now: datetime
) -> Message | None:
    if notice.sent_channel is None:
        return None
    found = committees_of(register, notice.sent_channel)
    chosen = {each.id: chosen_by(uow, each.id, notice.sent_channel) for each in found}
    link = register.link.get(SlackUserId(notice.facts.get("inviter", "")))
    inviter = name_of(register, link.person) if link else None
    return committee_blocks.joined(found, chosen, inviter, register.timezone)


def _review_due(
    uow: UnitOfWork, notice: Notice, register: Register, _form: Proforma, now: datetime
) -> Message | None:
    """One review, or, where the facts name a cycle, those of it that fall due on a day and are its receiver's."""
    today, later = local_day(now, register.timezone), newer(notice)
    if review_rules.CYCLE in notice.facts:
        cycle, day = notice.facts[review_rules.CYCLE], notice.facts[review_rules.DUE]
        due = date.fromisoformat(day)
        found = review_rules.meant(notice, uow.reviews.of_group(cycle, due), register)
        lines = [review_lists.line(review, register, today=today) for review in found]
        if not notice.sent_ts and not notice.opened and not any(line.review.open for line in lines):
            return None  # it was all done before this could be told
        if any(line.review.open or line.review.outcome for line in lines):
            return review_blocks.several(lines, due, f"{cycle}|{day}", today=today, newer=later)
        return review_blocks.nothing_left(due)
    review = uow.reviews.get(notice.subject)
    if review is None:
        return None
    which = notice.facts.get(review_rules.SEATS)
    listing = appointments(which, register, today) if which else None
    line, given_by = review_lists.line(review, register, today=today), notice.facts.get(review_rules.GIVEN_BY)
    receiver = register.link.get(notice.to_user) if given_by and notice.to_user else None
    if receiver and review.open and review.owner != Owner(kind="person", id=receiver.person):
        return review_blocks.handed_on(line)
    return review_blocks.reminder(line, listing, newer=later, given_by=given_by)


def _action(
    uow: UnitOfWork, notice: Notice, register: Register, _form: Proforma, now: datetime
) -> Message | None:
    action = uow.actions.get(notice.subject.removeprefix("action "))
    reader = uow.links.actor(notice.to_user) if notice.to_user else None
    if action is None or reader is None:
        return None
    line = review_actions.line(action, reader, register, now=now)
    return action_blocks.message(line, mine=action.owner == reader.person, newer=newer(notice))


def _lesson(
    uow: UnitOfWork, notice: Notice, register: Register, _form: Proforma, _now: datetime
) -> Message | None:
    lesson = uow.lessons.get(notice.facts["lesson"])
    shared = (
        next((each for each in lesson.shared if each.channel == notice.sent_channel), None)
        if lesson
        else None
    )
    if lesson is None or shared is None:
        return None
    if lesson.withdrawn:
        on = local_day(lesson.withdrawn.at, register.timezone)
        return lesson_blocks.withdrawn(name_of(register, lesson.withdrawn.by), on)
    entry = register.partnership.get(lesson.partnership) if lesson.partnership else None
    sharer = name_of(register, shared.by)
    return lesson_blocks.message(shared, entry.title if entry else None, sharer, register.timezone)


def _progress(
    uow: UnitOfWork, notice: Notice, register: Register, _form: Proforma, now: datetime
) -> Message | None:
    review = uow.reviews.get(notice.facts["review"])
    if review is None:
        return None
    found = review_progress.in_channel(uow, register, review, now=now)
    return progress_blocks.in_channel(found, review.id)


def _mend(_uow: UnitOfWork, notice: Notice, register: Register, _form: Proforma, _now: datetime) -> Message:
    text = f"{notice.facts['trouble']} {notice.facts['mend']} {notice.facts['promise']}"
    if mended := notice.facts.get(MENDED):
        day = local_day(datetime.fromisoformat(mended), register.timezone)
        text = f"{notice.facts['trouble']} That was mended on {write_date(day)}."
    elif NOTHING_WAITS in notice.facts:
        text = f"{notice.facts['trouble']} That account is not linked any more, so nothing waits for it."
    elif MOVED in notice.facts:
        text = f"{notice.facts['trouble']} It goes elsewhere now. A newer message says what stops it there."
    return Message(CHANNEL.sub("the channel", text), [section(CHANNEL_ESCAPED.sub(r"<\1>", escape(text)))])


def _office_changed(
    _uow: UnitOfWork, notice: Notice, register: Register, _form: Proforma, now: datetime
) -> Message | None:
    today = local_day(now, register.timezone)
    return people_blocks.office_changed(notice, register, watch.lines(register, notice, today=today))


def _ending(
    _uow: UnitOfWork, notice: Notice, register: Register, _form: Proforma, now: datetime
) -> Message | None:
    today = local_day(now, register.timezone)
    return people_blocks.ending(notice, watch.lines(register, notice, today=today), today=today)


def _account(
    _uow: UnitOfWork, notice: Notice, register: Register, _form: Proforma, now: datetime
) -> Message | None:
    return people_blocks.account(notice, register, today=local_day(now, register.timezone))


def _circular(
    _uow: UnitOfWork, notice: Notice, register: Register, _form: Proforma, now: datetime
) -> Message:
    circular = circulars.of_notice(notice)
    link = register.link.get(notice.to_user) if notice.to_user else None
    signed = circulars.signature_of(register, circular, link.person) if link else None
    return circular_blocks.notice(
        notice.facts,
        circulars.expected(register, circular, local_day(now, register.timezone)),
        to_one=notice.to_user is not None,
        read_on=signed.signed_on if signed else None,
    )


def _advice(
    uow: UnitOfWork, notice: Notice, register: Register, _form: Proforma, _now: datetime
) -> Message | None:
    question = uow.questions.get(notice.subject)
    if question is None:
        return None
    match notice.kind:
        case Kind.CODE_QUESTION:
            return advice_blocks.question_notice(question, register.timezone)
        case Kind.CODE_RECEIPT:
            return advice_blocks.receipt(question, register.timezone)
        case _:
            return advice_blocks.answer_notice(question, register.timezone)


def _meeting(
    uow: UnitOfWork, notice: Notice, register: Register, _form: Proforma, now: datetime
) -> Message | None:
    """What is said of an attendance to one person; None where the meeting has passed before it could be sent."""
    attendance = uow.meetings.get(notice.subject.removeprefix("meeting "))
    viewer = uow.links.actor(notice.to_user) if notice.to_user else None
    if attendance is None or viewer is None:
        return None
    previous = uow.meetings.get(notice.facts["previous"]) if "previous" in notice.facts else None
    today = local_day(now, register.timezone)
    coming = meeting_rules.coming(attendance, register, viewer, today=today, previous=previous)
    if coming.past and notice.sent_ts is None and notice.kind is not Kind.MEETING_AFTER:
        return None
    if notice.kind is Kind.STAND_IN_ANSWERED:
        return meeting_blocks.answered(coming, notice.facts["name"], notice.facts["said"])
    answered = coming.attendance.answered if notice.kind is Kind.MEETING_AFTER else coming.past
    return MEETINGS[notice.kind](coming)._replace(over=answered)


def _request(
    uow: UnitOfWork, notice: Notice, register: Register, _form: Proforma, _now: datetime
) -> Message | None:
    request = uow.meetings.request(notice.subject.removeprefix("request "))
    if request is None:
        return None
    line = meeting_support.line(request, register)
    if notice.kind is Kind.REQUEST_ASKED:
        return meeting_blocks.request(line)
    return meeting_blocks.request_answered(line)


MEETINGS: dict[Kind, Callable[[Coming], Message]] = {
    Kind.MEETING_BEFORE: meeting_blocks.before,
    Kind.MEETING_OFFICER: meeting_blocks.officer,
    Kind.MEETING_AFTER: afterwards_blocks.after,
    Kind.STAND_IN_ASKED: meeting_blocks.asked,
    Kind.STAND_IN_NEEDED: meeting_blocks.needed,
    Kind.STAND_IN_RELEASED: meeting_blocks.released,
}


def _register_changed(
    uow: UnitOfWork, notice: Notice, register: Register, _form: Proforma, _now: datetime
) -> Message | None:
    change = uow.changes.get(version_of(notice.subject))
    return register_blocks.changed(telling.told(uow, register, change)) if change else None


def _support_changed(
    uow: UnitOfWork, notice: Notice, _register: Register, _form: Proforma, _now: datetime
) -> Message:
    change = uow.changes.get(version_of(notice.subject))
    return register_blocks.supported(notice.facts["said"], taken_back=bool(change and change.undone_by))


def _mistake(uow: UnitOfWork, notice: Notice, register: Register, _form: Proforma, now: datetime) -> Message:
    if notice.kind is Kind.MISTAKE_MENDED:
        return mistake_blocks.mended(notice.facts)
    seat = register.appointment.get(AppointmentId(notice.facts["about"].removeprefix("appointments:")))
    today = local_day(now, register.timezone)
    changed = () if "done" in notice.facts else mistakes.recorded(uow, register, notice.facts, today)
    return mistake_blocks.told(notice.facts, notice.subject, seat, changed)


Renderer = Callable[[UnitOfWork, Notice, Register, Proforma, datetime], Message | None]
RENDERERS: dict[Kind, Renderer] = {
    Kind.REPORT_WAITING: _report_waiting,
    Kind.REPORT_COPY: _report_copy,
    Kind.REPORT_FILED: _report_filed,
    Kind.REVIEW_DUE: _review_due,
    Kind.MEND_CHANNEL: _mend,
    Kind.MEND_ACCOUNT: _mend,
    Kind.CHANNEL_JOINED: _channel_joined,
    Kind.MISTAKE_REPORTED: _mistake,
    Kind.MISTAKE_MENDED: _mistake,
    Kind.REGISTER_CHANGED: _register_changed,
    Kind.SUPPORT_CHANGED: _support_changed,
    **dict.fromkeys((*MEETINGS, Kind.STAND_IN_ANSWERED), _meeting),
    Kind.REQUEST_ASKED: _request,
    Kind.REQUEST_ANSWERED: _request,
    Kind.CIRCULAR: _circular,
    Kind.CODE_QUESTION: _advice,
    Kind.CODE_RECEIPT: _advice,
    Kind.CODE_ANSWER: _advice,
    Kind.OFFICE_CHANGED: _office_changed,
    Kind.ENDING: _ending,
    Kind.ACCOUNT: _account,
    Kind.ACTION: _action,
    Kind.LESSON: _lesson,
    Kind.PROGRESS: _progress,
}
