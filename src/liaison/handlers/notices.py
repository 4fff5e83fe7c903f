"""What each kind of notice says, rendered when it is sent, so that it shows the present state."""

import re
from collections.abc import Callable
from datetime import datetime

from liaison.domain.dates import local_day, write_date
from liaison.domain.guidance import circulars
from liaison.domain.lookup import mistakes
from liaison.domain.meetings import rules as meeting_rules
from liaison.domain.meetings import support as meeting_support
from liaison.domain.meetings.models import Coming
from liaison.domain.notices.models import Kind, Notice
from liaison.domain.notices.service import MENDED, MOVED
from liaison.domain.packs import Proforma
from liaison.domain.ports import UnitOfWork
from liaison.domain.register import telling, watch
from liaison.domain.register.editing import version_of
from liaison.domain.register.service import committees_of
from liaison.domain.register.snapshot import Register
from liaison.domain.report_back import filing
from liaison.domain.reviews import service as reviews
from liaison.domain.values import AppointmentId
from liaison.handlers.blocks import committees as committee_blocks
from liaison.handlers.blocks import register as register_blocks
from liaison.handlers.blocks import register_people as people_blocks
from liaison.handlers.blocks import report_back as report_blocks
from liaison.handlers.blocks import reviews as review_blocks
from liaison.handlers.blocks.guidance import advice as advice_blocks
from liaison.handlers.blocks.guidance import circulars as circular_blocks
from liaison.handlers.blocks.kit import Message, escape, section
from liaison.handlers.blocks.lookup import mistakes as mistake_blocks
from liaison.handlers.blocks.meetings import afterwards as afterwards_blocks
from liaison.handlers.blocks.meetings import messages as meeting_blocks

OVER = "This is over. Your Slack account is not linked to Liaison any more."
CHANNEL = re.compile(r"<(#[CG][A-Z0-9]+)>")  # how our own words name a channel
CHANNEL_ESCAPED = re.compile(r"&lt;(#[CG][A-Z0-9]+)&gt;")


def render(
    uow: UnitOfWork, notice: Notice, register: Register, proforma: Proforma, *, now: datetime
) -> Message | None:
    """The notice as a message; None where its subject has gone.

    Whoever is not linked any more is told nothing new, and what they were sent before says only that it is over (UX-15).
    """
    if notice.to_user and notice.to_user not in register.link:
        return Message(OVER, [section(OVER)]) if notice.sent_ts else None
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
    _uow: UnitOfWork, notice: Notice, register: Register, _form: Proforma, _now: datetime
) -> Message | None:
    if notice.sent_channel is None:
        return None
    return committee_blocks.joined(committees_of(register, notice.sent_channel))


def _review_due(
    uow: UnitOfWork, notice: Notice, register: Register, _form: Proforma, now: datetime
) -> Message | None:
    review = uow.reviews.get(notice.subject)
    if review is None:
        return None
    return review_blocks.reminder(reviews.line(review, register, today=local_day(now, register.timezone)))


def _mend_channel(
    _uow: UnitOfWork, notice: Notice, register: Register, _form: Proforma, _now: datetime
) -> Message:
    text = f"{notice.facts['trouble']} {notice.facts['mend']} {notice.facts['promise']}"
    if mended := notice.facts.get(MENDED):
        day = local_day(datetime.fromisoformat(mended), register.timezone)
        text = f"{notice.facts['trouble']} That was mended on {write_date(day)}."
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
    return MEETINGS[notice.kind](coming)


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
    Kind.MEND_CHANNEL: _mend_channel,
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
}
