"""Use-cases of filing: drafts, submission and routing, what waits, and who may read a report."""

from collections.abc import Sequence
from datetime import datetime

from liaison.domain import audit
from liaison.domain.access.rules import COMMITTEE_SERVICES_OFFICER, SUPPORT_OFFICER, Action, Actor, require
from liaison.domain.dates import local_day, write_date, write_time
from liaison.domain.errors import BadInput, NotAllowed, NotFound
from liaison.domain.notices.models import Kind, Notice
from liaison.domain.packs import Proforma
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.models import Register
from liaison.domain.report_back import rules
from liaison.domain.report_back.models import (
    SUMMARY,
    Answers,
    Draft,
    DraftState,
    Ended,
    Opened,
    Report,
    Waiting,
)
from liaison.domain.values import PersonId, SlackUserId


def submit(uow: UnitOfWork, actor: Actor, register: Register, draft: Draft, *, now: datetime) -> Ended:
    """Files a draft once, however often it is sent (D-14 to D-16). Raises BadInput for blanks and for a second
    report on the same meeting by the same member.
    """
    if draft.state is DraftState.SUBMITTED:
        return filed(uow, draft, register)
    answers = draft.answers
    if (
        answers.partnership is None
        or answers.meeting_on is None
        or answers.member is None
        or not answers.outcomes
    ):
        raise BadInput("The report has blanks.", "Answer every item, then submit.")
    for earlier in uow.reports.of_partnership(answers.partnership):
        if (earlier.meeting_on, earlier.member) == (answers.meeting_on, answers.member):
            when = write_date(local_day(earlier.submitted_at, register.timezone))
            raise BadInput(
                f"A report on this meeting was filed on {when}.",
                "Change item 2 or 3 if this is another meeting, or cancel.",
            )
    report = Report(
        id=draft.id,
        proforma=draft.proforma,
        author=draft.author,
        author_user=draft.slack_user,
        partnership=answers.partnership,
        meeting_on=answers.meeting_on,
        member=answers.member,
        committees=answers.committees,
        outcomes=answers.outcomes,
        next_meeting_on=answers.next_meeting_on,
        submitted_at=now,
    )
    uow.reports.add(report)
    done = draft.model_copy(update={"state": DraftState.SUBMITTED, "step": SUMMARY, "updated_at": now})
    uow.reports.save_draft(done)
    audit.record(uow.audit, at=now, actor=actor.name, action="report-back submitted", subject=report.id)
    _owe(uow, report, Kind.REPORT_FILED, [report.author_user], "You filed this report.", now=now)
    owe_notices(uow, report, register, now=now)
    return filed(uow, done, register)


def filed(uow: UnitOfWork, draft: Draft, register: Register) -> Ended:
    """How a submitted draft is told of."""
    report = uow.reports.get(draft.id)
    at = report.submitted_at if report else draft.updated_at
    has_it = (
        "It is on its way to the Committee Services Officer."
        if _receivers(uow)
        else "Nobody is linked as Committee Services Officer yet; it waits until somebody is. Ask your administrator."
    )
    sentence = f"Report submitted on {moment(at, register)}: {rules.about(draft.answers, register)}. {has_it}"
    return Ended(draft=draft.id, sentence=sentence, report=draft.id)


def moment(at: datetime, register: Register) -> str:
    """A day with its time, in the authority's zone."""
    return f"{write_date(local_day(at, register.timezone))} at {write_time(at, register.timezone)}"


def drafts(uow: UnitOfWork, actor: Actor) -> list[Draft]:
    """The actor's unfinished reports, the latest first."""
    require(actor, Action.FILE_REPORT)
    return unfinished(uow.reports.drafts_of(actor.slack_user))


def unfinished(found: Sequence[Draft]) -> list[Draft]:
    """The drafts that have not been submitted, the latest first."""
    kept = [draft for draft in found if draft.state is not DraftState.SUBMITTED]
    return sorted(kept, key=lambda draft: draft.updated_at, reverse=True)


def own(uow: UnitOfWork, actor: Actor, draft_id: str) -> Draft:
    """The actor's own draft. Raises NotFound for one that is not theirs."""
    require(actor, Action.FILE_REPORT)
    draft = uow.reports.draft(draft_id)
    if draft is None or draft.slack_user != actor.slack_user:
        raise NotFound("I cannot find that draft.", "Type /reportback drafts to see yours.")
    return draft


def waiting(uow: UnitOfWork, actor: Actor, register: Register) -> list[Waiting]:
    """The reports that wait for the Committee Services Officer, the oldest first (D-14, B-12)."""
    require(actor, Action.RECEIVE_REPORTS)
    return [_listed(report, register) for report in uow.reports.waiting()]


def open_report(
    uow: UnitOfWork, actor: Actor, register: Register, proforma: Proforma, report_id: str, *, now: datetime
) -> Opened:
    """A report for one of its readers; each opening is written to the audit trail (K-06)."""
    report = uow.reports.get(report_id)
    if report is None:
        raise NotFound("There is no such report.", "Type /reportback waiting to see those that wait.")
    readers = {report.author_user} | {
        a.slack_user for a in [*_receivers(uow), *_supporters(uow, report, register)]
    }
    if actor.slack_user not in readers:
        raise NotAllowed(
            "This report is restricted, and you are not one of its readers.",
            "Ask the Committee Services Officer.",
        )
    audit.record(uow.audit, at=now, actor=actor.name, action="report-back opened", subject=report.id)
    return opened(report, register, proforma)


def opened(report: Report, register: Register, proforma: Proforma) -> Opened:
    """The report with its six items in words."""
    answers = Answers(
        partnership=report.partnership,
        meeting_on=report.meeting_on,
        member=report.member,
        committees=report.committees,
        outcomes=report.outcomes,
        next_meeting_on=report.next_meeting_on,
        next_not_known=report.next_meeting_on is None,
    )
    return Opened(
        report=report,
        title=proforma.title,
        lines=rules.lines(answers, proforma, register),
        author=register.person[report.author].name,
    )


def owe_waiting(uow: UnitOfWork, register: Register, *, now: datetime) -> None:
    """Owes the notices of every report that waits: someone linked to a role later still hears of it."""
    for report in uow.reports.waiting():
        owe_notices(uow, report, register, now=now)


def owe_notices(uow: UnitOfWork, report: Report, register: Register, *, now: datetime) -> None:
    """Owes the Committee Services Officer the news and the support officer a copy, each once (D-14, D-16)."""
    listed = _listed(report, register)
    facts = {
        "partnership": listed.partnership,
        "meeting": write_date(listed.meeting_on),
        "author": register.person[report.author].name,
        "member": listed.member,
        "committees": "; ".join(listed.committees),
    }
    receivers = [actor.slack_user for actor in _receivers(uow)]
    reason = "You are the Committee Services Officer, who receives every report-back (D-14)."
    _owe(uow, report, Kind.REPORT_WAITING, receivers, reason, facts=facts, now=now)
    supporters = [actor.slack_user for actor in _supporters(uow, report, register)]
    reason = "You are the support officer, who gets a copy of every report-back (D-16)."
    _owe(uow, report, Kind.REPORT_COPY, supporters, reason, facts=facts, now=now)


def _owe(
    uow: UnitOfWork,
    report: Report,
    kind: Kind,
    users: Sequence[SlackUserId],
    reason: str,
    *,
    facts: dict[str, str] | None = None,
    now: datetime,
) -> None:
    """Owes each of these people one message about the report, once, whatever happens to the line to Slack."""
    for user in users:
        uow.notices.add(
            Notice(
                key=f"{kind}:{report.id}:{user}",
                kind=kind,
                subject=report.id,
                reason=reason,
                to_user=user,
                facts=facts or {},
                due=now,
            )
        )


def _listed(report: Report, register: Register) -> Waiting:
    return Waiting(
        report=report.id,
        partnership=register.partnership[report.partnership].title,
        meeting_on=report.meeting_on,
        member=register.person[report.member].name,
        committees=tuple(register.committee[committee].name for committee in report.committees),
        stage=report.stage,
        submitted_at=report.submitted_at,
    )


def _receivers(uow: UnitOfWork) -> Sequence[Actor]:
    return uow.links.with_role(COMMITTEE_SERVICES_OFFICER)


def _supporters(uow: UnitOfWork, report: Report, register: Register) -> list[Actor]:
    """The partnership's own support officers; where it names none, whoever holds the role (X-16, D-16)."""
    seats = register.seats_of(report.partnership, report.meeting_on, "support officer")
    named: list[PersonId] = [held.person.id for held in seats if held.person]
    linked = [actor for person in named if (actor := uow.links.of_person(person))]
    return linked or list(uow.links.with_role(SUPPORT_OFFICER))
