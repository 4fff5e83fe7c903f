"""What each kind of notice says, rendered when it is sent, so that it shows the present state."""

from collections.abc import Callable
from datetime import datetime

from liaison.domain.dates import local_day
from liaison.domain.notices.models import Kind, Notice
from liaison.domain.packs import Proforma
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.models import Register
from liaison.domain.register.service import committees_of
from liaison.domain.report_back import filing
from liaison.domain.reviews import service as reviews
from liaison.handlers.blocks import committees as committee_blocks
from liaison.handlers.blocks import report_back as report_blocks
from liaison.handlers.blocks import reviews as review_blocks
from liaison.handlers.blocks.kit import Message, section


def render(
    uow: UnitOfWork, notice: Notice, register: Register, proforma: Proforma, *, now: datetime
) -> Message | None:
    """The notice as a message; None where its subject has gone."""
    return RENDERERS[notice.kind](uow, notice, register, proforma, now)


def _report_waiting(
    _uow: UnitOfWork, notice: Notice, _register: Register, _form: Proforma, _now: datetime
) -> Message:
    return report_blocks.waiting_notice(notice.facts, notice.subject)


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
    _uow: UnitOfWork, notice: Notice, _register: Register, _form: Proforma, _now: datetime
) -> Message:
    text = f"{notice.facts['trouble']} {notice.facts['mend']} {notice.facts['promise']}"
    return Message(text, [section(text)])  # our own words, with a channel's mention in them


Renderer = Callable[[UnitOfWork, Notice, Register, Proforma, datetime], Message | None]
RENDERERS: dict[Kind, Renderer] = {
    Kind.REPORT_WAITING: _report_waiting,
    Kind.REPORT_COPY: _report_copy,
    Kind.REPORT_FILED: _report_filed,
    Kind.REVIEW_DUE: _review_due,
    Kind.MEND_CHANNEL: _mend_channel,
    Kind.CHANNEL_JOINED: _channel_joined,
}
