"""Somebody tells staff what the register has wrong or lacks, and hears when it has been dealt with."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from itertools import islice

from liaison.domain import audit
from liaison.domain.access.rules import Action, Actor, by_name, require
from liaison.domain.access.service import menders
from liaison.domain.dates import local_day, write_date
from liaison.domain.errors import AlreadyDone, BadInput, NotFound
from liaison.domain.notices.models import Kind, Notice, settle
from liaison.domain.ports import UnitOfWork
from liaison.domain.register.cells import is_seen
from liaison.domain.register.changes import Change, Difference
from liaison.domain.register.choosing import Spoken
from liaison.domain.register.editing import loaded
from liaison.domain.register.models import Appointment, Entry
from liaison.domain.register.reported import Place, is_about, places_of
from liaison.domain.register.snapshot import Register
from liaison.domain.register.telling import EntryTold, told_entry
from liaison.domain.values import SlackUserId

LONGEST = 2_000
MOST_TOLD = 10  # lines of what was changed
LONGEST_LINE = 280


class Telling(StrEnum):
    """What staff are told: a mistake, when a partnership meets next, or who sits in a vacant seat."""

    MISTAKE = "mistake"
    DATE = "date"
    HOLDER = "holder"


NOTHING_SAID = {
    Telling.MISTAKE: "Staff need to know what is wrong.",
    Telling.DATE: "Staff need to know the day.",
    Telling.HOLDER: "Staff need to know who it is.",
}
# As the audit trail has it.
TOLD = {
    Telling.MISTAKE: "mistake reported",
    Telling.DATE: "date told to staff",
    Telling.HOLDER: "holder told to staff",
}
DEALT_WITH = {
    Telling.MISTAKE: "mistake dealt with",
    Telling.DATE: "told date dealt with",
    Telling.HOLDER: "told holder dealt with",
}


def report(
    uow: UnitOfWork,
    actor: Actor,
    *,
    about: str,
    named: str,
    said: str,
    form: str,
    telling: Telling = Telling.MISTAKE,
    now: datetime,
) -> tuple[str, ...]:
    """Tells those who can mend the register what somebody says is wrong or lacking, each once; gives back their names.

    `about` is the entry, as "partnerships:ID", or "answer:TEXT" where no single entry is meant; `named` is what people
    call it. `form` is the form's own id: the same form sent twice is one report. Raises BadInput for no words or too
    many, NotFound where nobody is there to be told, and AlreadyDone where the form was sent with other words before.
    """
    require(actor, Action.LOOK_UP)
    words = said.strip()
    if not any(is_seen(letter) for letter in words):
        raise BadInput(NOTHING_SAID[telling], "Say it in a sentence.", field="said")
    if len(words) > LONGEST:
        raise BadInput(
            f"That is {len(words):,} characters, and {LONGEST:,} fit here.", "Shorten it.", field="said"
        )
    told = menders(uow)
    if not told:
        raise NotFound(
            "No member of staff is linked to Slack yet who could mend it.", "Ask whoever installed Liaison."
        )
    subject, version = f"mistake {form}", loaded(uow).version
    first = uow.first_time(subject, now=now)  # waits for whoever is taking it just now
    if not first and any(notice.facts["said"] != words for notice in uow.notices.about(subject)):
        raise AlreadyDone(
            "This form has been sent already, with other words.",
            "Close it, and send another one to say the rest.",
        )
    for mender in told:
        uow.notices.add(
            Notice(
                key=f"mistake:{form}:{mender.slack_user}",
                kind=Kind.MISTAKE_REPORTED,
                subject=subject,
                reason="You are one of those who can mend the register.",
                to_user=mender.slack_user,
                facts={
                    "telling": telling,
                    "about": about,
                    "named": named,
                    "said": words,
                    "by": actor.name,
                    "user": actor.slack_user,
                    "version": str(version),
                },
                due=now,
            )
        )
    if first:
        audit.record(uow.audit, at=now, actor=actor.name, action=TOLD[telling], subject=about[:100])
    return tuple(mender.name for mender in told)


def deal_with(uow: UnitOfWork, actor: Actor, subject: str, *, now: datetime) -> None:
    """A reported mistake has been dealt with: its messages say so, and whoever reported it is told.

    Raises NotFound, and AlreadyDone where somebody else has said so before.
    """
    require(actor, Action.EDIT_REGISTER)
    register = loaded(uow)  # before the notices, as whoever changes the register locks them
    found = [notice for notice in uow.notices.about(subject) if notice.kind is Kind.MISTAKE_REPORTED]
    if not found:
        raise NotFound("That report is not in this workspace.", "Ask whoever made it to make it again.")
    if done := found[0].facts.get("done"):
        raise AlreadyDone(f"{done} has dealt with it already.", "Nothing is left to do.")
    day = local_day(now, register.timezone)
    facts = found[0].facts | {
        "done": actor.name,
        "done_on": write_date(day),
        "changed": "\n".join(recorded(uow, register, found[0].facts, day)),
    }
    for notice in found:
        uow.notices.save(notice.model_copy(update={"facts": facts}))
    settle(uow.notices, subject)
    uow.notices.add(
        Notice(
            key=f"{subject}:dealt with",
            kind=Kind.MISTAKE_MENDED,
            subject=f"{subject} dealt with",
            reason="You told staff something about the register.",
            to_user=SlackUserId(facts["user"]),
            facts=facts,
            due=now,
        )
    )
    audit.record(
        uow.audit,
        at=now,
        actor=actor.name,
        action=DEALT_WITH[telling_of(facts)],
        subject=facts["about"][:100],
    )


def telling_of(facts: Mapping[str, str]) -> Telling:
    """What a notice tells staff; those of an earlier version are all of mistakes."""
    return Telling(facts.get("telling", Telling.MISTAKE))


def recorded(uow: UnitOfWork, register: Register, facts: Mapping[str, str], day: date) -> tuple[str, ...]:
    """What was changed since staff were told of an entry, and by whom, line by line, without what is restricted (A-17).

    `facts` are those of the notice.
    """
    if "version" not in facts:  # told by an earlier version of Liaison
        return ()
    made = [each for each in uow.changes.after(int(facts["version"])) if not (each.undone_by or each.undoes)]
    places = places_of(register, facts["about"], [found for change in made for found in change.differences])
    lasting = _without_what_came_to_nothing(made)
    return tuple(
        islice(
            (line for change in lasting for line in _lines(register, change, facts["about"], places, day)),
            MOST_TOLD,
        )
    )


def _without_what_came_to_nothing(made: Sequence[Change]) -> Iterator[Change]:
    """The changes, without those after which an entry was once more as it was before them all, or as little there."""
    first: dict[tuple[str, str], Entry | None] = {}
    nothing: dict[tuple[str, str], int] = {}  # up to which version
    for change in made:
        for each in change.differences:
            which = (each.kind, each.id)
            if first.setdefault(which, each.before) == each.after:
                nothing[which] = change.version
    for change in made:
        lasting = (
            each for each in change.differences if change.version > nothing.get((each.kind, each.id), 0)
        )
        yield change.model_copy(update={"differences": tuple(lasting)})


def _lines(
    register: Register, change: Change, about: str, places: frozenset[Place], day: date
) -> Iterator[str]:
    names = Spoken(register, day)
    by = f"By {by_name(change.by)} on {write_date(local_day(change.at, register.timezone))}."
    for difference in change.differences:
        if is_about(difference, about, places) and not _is_filled(difference, change):
            own = f"{difference.kind}:{difference.id}" == about
            for line in _of_entry(told_entry(difference, names), difference, own=own):
                yield f"{line[:LONGEST_LINE]}. {by}"


def _is_filled(difference: Difference, change: Change) -> bool:
    """Whether a vacancy ends by the same change with which somebody is appointed: the news is who that is."""
    left = difference.before
    return (
        isinstance(left, Appointment)
        and left.vacant
        and any(
            other.before is None
            and isinstance(other.after, Appointment)
            and not other.after.vacant
            and (other.after.partnership, other.after.role) == (left.partnership, left.role)
            for other in change.differences
        )
    )


def _of_entry(entry: EntryTold, difference: Difference, *, own: bool) -> Iterator[str]:
    if entry.what != "changed":
        if not entry.restricted:
            yield f"{entry.line}{_when(entry.what, difference)}"
        return
    for field in entry.fields:
        if not field.restricted:
            label = field.label if own else f"{entry.name}, {field.label}"
            yield f"{label}: before {field.before}, after {field.after}"


def _when(what: str, difference: Difference) -> str:
    """From when, or when it ended, where that is recorded."""
    since, until = (getattr(difference.after, name, None) for name in ("since", "until"))
    if what == "added" and since:
        return f", from {write_date(since)}"
    return f", on {write_date(until)}" if what == "ended" and until else ""
