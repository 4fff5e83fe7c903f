"""Answers that are entries, one page of them: partnerships, people, committees and offices, as a question means them."""

from typing import Literal, TypeVar

from liaison.domain.described import SeatRole
from liaison.domain.lookup import past
from liaison.domain.lookup.former import formerly_called, reason
from liaison.domain.lookup.matching import Chosen
from liaison.domain.lookup.models import PER_PAGE, Answer, CommitteeEntry, Detail, OfficeHolders, Row
from liaison.domain.lookup.naming import near
from liaison.domain.lookup.query import Question
from liaison.domain.lookup.rows import committee_entry, group_entry, office_holders, person_seats, row
from liaison.domain.lookup.understood import understood
from liaison.domain.lookup.wordings import PAST
from liaison.domain.register.models import Committee, Office, Person
from liaison.domain.register.snapshot import Register
from liaison.domain.values import CommitteeId, GroupId, OfficeId, PartnershipId, PersonId

Entry = TypeVar("Entry", CommitteeEntry, OfficeHolders)
# What is asked of partnerships alone, and of people alone.
OF_PARTNERSHIPS = frozenset[Detail](["purpose", "priorities", "sub-groups", "merged into", "dates", "owner"])
OF_PEOPLE = frozenset[Detail](["stands in for", "sits with"])


def base(register: Register, question: Question) -> Answer:
    """What every answer says of the question; nothing is found yet."""
    return Answer(
        query=question.text,
        day=question.day,
        today=question.today,
        since=question.since,
        until=question.until,
        edition=register.edition,
        policy_edition=register.policy_edition,
        asked=question.asked,
        period=past.in_words(question) if question.asked in PAST else "",
        detail=question.detail,
        empty=not register.appointments,
    )


def nothing(register: Register, question: Question, chosen: Chosen) -> Answer:
    """That nothing fits, with names to try."""
    said = " ".join(question.said) or question.text
    return base(register, question).model_copy(
        update={
            "understood": understood(register, question, chosen),
            "instead": chosen.instead,
            "near": near(register, said),
        }
    )


def with_entries(register: Register, question: Question, chosen: Chosen, page: int) -> Answer:
    """One page of the entries, in one order: partnerships, people, committees, offices."""
    day = question.day
    start, stop = page * PER_PAGE, (page + 1) * PER_PAGE
    kinds: list[tuple[str, ...]] = [chosen.partnerships, chosen.people, chosen.committees, chosen.offices]
    shown: list[tuple[str, ...]] = []
    before = 0
    for ids in kinds:
        shown.append(ids[max(0, start - before) : max(0, stop - before)])
        before += len(ids)
    return base(register, question).model_copy(
        update={
            "certainty": chosen.certainty,
            "understood": understood(register, question, chosen),
            "remark": chosen.remark,
            "detail": _detail(question, chosen),
            "instead": chosen.instead,
            "total": chosen.total,
            "page": page,
            "partnerships": tuple(_row(register, PartnershipId(id_), question, chosen) for id_ in shown[0]),
            "people": tuple(
                person_seats(
                    register,
                    register.person[PersonId(id_)],
                    day,
                    today=question.today,
                    beside=_beside(question),
                    matched=_formerly(register.person[PersonId(id_)], question) or None,
                )
                for id_ in shown[1]
            ),
            "committees": tuple(
                _found_by(
                    committee_entry(
                        register, register.committee[CommitteeId(id_)], day, today=question.today
                    ),
                    _formerly(register.committee[CommitteeId(id_)], question),
                )
                for id_ in shown[2]
            ),
            "offices": tuple(
                _found_by(
                    office_holders(register, register.office[OfficeId(id_)], day, today=question.today),
                    _formerly(register.office[OfficeId(id_)], question),
                )
                for id_ in shown[3]
            ),
            "groups": tuple(
                group_entry(register, register.group[GroupId(id_)], question.today, on_day=day)
                for id_ in chosen.groups
            ),
        }
    )


def _formerly(entry: Person | Office | Committee, question: Question) -> str:
    """By which former name it was found; all of them where they are what is asked."""
    if question.detail == "former names":
        return "; ".join(map(reason, entry.formerly)) or "no former name is recorded"
    return formerly_called(entry, question.said, question.day)


def _found_by(entry: Entry, former: str) -> Entry:
    """An entry with the former name by which it was found."""
    return entry.model_copy(update={"matched": former}) if former else entry


def _detail(question: Question, chosen: Chosen) -> Detail | None:
    """What of the entries is asked for; only people stand in for somebody, and only partnerships have a purpose."""
    detail = chosen.detail or question.detail
    if detail in OF_PARTNERSHIPS and not chosen.partnerships:
        return None
    return None if detail in OF_PEOPLE and not chosen.people else detail


def _beside(question: Question) -> SeatRole | Literal["stands in for", "sits with"] | None:
    """Who else is shown with a person: who was asked for, and for the asker's own seats who stands in for them."""
    if question.detail in {"stands in for", "sits with"}:
        return question.detail
    return question.role or ("substitute" if question.me else None)


def _row(register: Register, id_: PartnershipId, question: Question, chosen: Chosen) -> Row:
    return row(
        register,
        register.partnership[id_],
        question.day,
        today=question.today,
        said=chosen.said,
        because=chosen.reasons.get(id_, ""),
    )
