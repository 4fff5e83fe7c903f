"""Use-cases of filing: drafts, submission and routing, what waits, and who may read a report."""

from collections.abc import Sequence
from datetime import datetime

from liaison.domain import audit
from liaison.domain.access.rules import COMMITTEE_SERVICES_OFFICER, Action, Actor, require
from liaison.domain.dates import local_day, write_date, write_time
from liaison.domain.errors import AlreadyDone, BadInput, NotAllowed, NotFound
from liaison.domain.meetings import afterwards
from liaison.domain.notices.models import Kind, Notice, State
from liaison.domain.packs import Proforma
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.snapshot import Register
from liaison.domain.report_back import rules
from liaison.domain.report_back.models import (
    PASSED_ON,
    SUMMARY,
    WAITING,
    Answers,
    Draft,
    DraftState,
    Ended,
    Opened,
    Report,
    Waiting,
)
from liaison.domain.report_back.readers import supporters
from liaison.domain.values import PartnershipId, SlackUserId, new_id


def submit(uow: UnitOfWork, actor: Actor, register: Register, draft: Draft, *, now: datetime) -> Ended:
    """Files a draft once, however often it is sent (D-14 to D-16).

    Raises BadInput for blanks, for what has left the register, and for a second report on the same meeting by the same
    member.
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
    if gone := rules.gone(answers, register):
        raise BadInput(
            f"{rules.items_in_words(gone).capitalize()} no longer in the register.",
            "Answer again, then submit.",
            field=str(gone[0]),
        )
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
    afterwards.reported(uow, actor, register, report, now=now)
    return filed(uow, done, register)


def filed(uow: UnitOfWork, draft: Draft, register: Register) -> Ended:
    """How a submitted draft is told of."""
    report = uow.reports.get(draft.id)
    at = report.submitted_at if report else draft.updated_at
    if report and report.passed_on_at:
        has_it = passed_on(report, register)
    elif _receivers(uow):
        has_it = "It is on its way to the Committee Services Officer."
    else:
        has_it = (
            "Nobody is linked as Committee Services Officer yet, and it waits until somebody is. "
            "Ask your administrator to link them."
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


def begin(
    uow: UnitOfWork, actor: Actor, proforma: Proforma, partnership: PartnershipId | None, *, now: datetime
) -> Draft:
    """A new draft of the actor's, which is still to be saved."""
    draft = Draft(
        id=new_id(),
        author=actor.person,
        slack_user=actor.slack_user,
        proforma=f"{proforma.id} {proforma.version}",
        answers=Answers(partnership=partnership),
        started_at=now,
        updated_at=now,
    )
    audit.record(uow.audit, at=now, actor=actor.name, action="report-back started", subject=draft.id)
    return draft


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


def pass_on(
    uow: UnitOfWork, actor: Actor, register: Register, report_id: str, *, now: datetime
) -> list[Waiting]:
    """Marks a report as submitted to its committees, and says so to its author (B-12, D-22); what waits still.

    The same from the same person a second time answers as the first did. Raises AlreadyDone, naming who was first.
    """
    require(actor, Action.RECEIVE_REPORTS)
    report = _locked(uow, report_id)
    if report.passed_on_at is None:
        done = report.model_copy(
            update={"stage": PASSED_ON, "passed_on_by": actor.person, "passed_on_at": now}
        )
        _keep(uow, actor, done, "report-back passed on", now=now)
    elif report.passed_on_by != actor.person:
        raise AlreadyDone(passed_on(report, register), "Type /reportback waiting to see what waits still.")
    return waiting(uow, actor, register)


def put_back(
    uow: UnitOfWork, actor: Actor, register: Register, report_id: str, *, now: datetime
) -> list[Waiting]:
    """Puts a report that was marked by mistake back among those that wait (UX-07)."""
    require(actor, Action.RECEIVE_REPORTS)
    report = _locked(uow, report_id)
    if report.passed_on_at is not None:
        back = report.model_copy(update={"stage": WAITING, "passed_on_by": None, "passed_on_at": None})
        _keep(uow, actor, back, "report-back put back", now=now)
    return waiting(uow, actor, register)


def passed_on(report: Report, register: Register) -> str:
    """Who submitted a report to its committees, and when."""
    person = register.person.get(report.passed_on_by) if report.passed_on_by else None
    who = person.name if person else "The Committee Services Officer"
    committees = "; ".join(register.committee[c].name for c in report.committees if c in register.committee)
    when = moment(report.passed_on_at or report.submitted_at, register)
    return f"{who} submitted it to {committees or 'its committees'} on {when}."


def _locked(uow: UnitOfWork, report_id: str) -> Report:
    report = uow.reports.locked(report_id)
    if report is None:
        raise NotFound("There is no such report.", "Type /reportback waiting to see those that wait.")
    return report


def _keep(uow: UnitOfWork, actor: Actor, report: Report, action: str, *, now: datetime) -> None:
    uow.reports.save(report)
    audit.record(uow.audit, at=now, actor=actor.name, action=action, subject=report.id)
    for notice in uow.notices.about(report.id):
        if notice.state is State.SENT and notice.kind in {Kind.REPORT_WAITING, Kind.REPORT_FILED}:
            uow.notices.save(notice.model_copy(update={"state": State.OUTDATED}))


def open_report(
    uow: UnitOfWork, actor: Actor, register: Register, proforma: Proforma, report_id: str, *, now: datetime
) -> Opened:
    """A report for one of its readers; each opening is written to the audit trail (K-06)."""
    report = uow.reports.get(report_id)
    if report is None:
        raise NotFound("There is no such report.", "Type /reportback waiting to see those that wait.")
    if not may_open(uow, actor, report, register):
        raise NotAllowed(
            "This report is restricted, and you are not one of its readers.",
            "Ask the Committee Services Officer.",
        )
    audit.record(uow.audit, at=now, actor=actor.name, action="report-back opened", subject=report.id)
    return opened(report, register, proforma)


def may_open(uow: UnitOfWork, actor: Actor, report: Report, register: Register) -> bool:
    """Whether the actor is one of a report's readers: its author, those who receive it, the support officer (K-06)."""
    receivers = [receiver.slack_user for receiver in _receivers(uow)]
    return actor.slack_user in {report.author_user, *receivers, *copied_to(register, report)}


def copied_to(register: Register, report: Report) -> tuple[SlackUserId, ...]:
    """Who gets a copy of a report because they support its member (D-16)."""
    return supporters(register, report.partnership, report.member, report.meeting_on)


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
        author=rules.name_of(register, report.author),
    )


def owe_waiting(uow: UnitOfWork, register: Register, *, now: datetime) -> None:
    """Owes the notices of every report that waits: someone linked to a role later still hears of it.

    Who receives them changes with the register and from day to day, so they are looked through once for each.
    """
    today = local_day(now, register.timezone)
    if not uow.first_time(f"reports that wait:{register.version}:{today}", now=now):
        return
    for report in uow.reports.waiting():
        owe_notices(uow, report, register, now=now)


def owe_notices(uow: UnitOfWork, report: Report, register: Register, *, now: datetime) -> None:
    """Owes the Committee Services Officer the news and the support officer a copy, each once (D-14, D-16)."""
    listed = _listed(report, register)
    facts = {
        "partnership": listed.partnership,
        "meeting": write_date(listed.meeting_on),
        "author": rules.name_of(register, report.author),
        "member": listed.member,
        "committees": "; ".join(listed.committees),
    }
    receivers = [actor.slack_user for actor in _receivers(uow)]
    reason = "You are the Committee Services Officer, who receives every report-back."
    _owe(uow, report, Kind.REPORT_WAITING, receivers, reason, facts=facts, now=now)
    reason = "You are the support officer, who gets a copy of every report-back."
    _owe(uow, report, Kind.REPORT_COPY, copied_to(register, report), reason, facts=facts, now=now)


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
        partnership=rules.title_of(register, report.partnership),
        meeting_on=report.meeting_on,
        member=rules.name_of(register, report.member),
        committees=rules.committee_names(register, report.committees),
        stage=report.stage,
        submitted_at=report.submitted_at,
    )


def _receivers(uow: UnitOfWork) -> Sequence[Actor]:
    return uow.links.with_role(COMMITTEE_SERVICES_OFFICER)
