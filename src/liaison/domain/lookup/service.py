"""The use of lookups: one question in, one page of an answer out; a snapshot of the register is all they need."""

from dataclasses import replace
from datetime import date
from typing import Literal, TypeVar

from liaison.domain.dates import write_date
from liaison.domain.described import SeatRole
from liaison.domain.lookup import earlier, lists, past
from liaison.domain.lookup.choosing import choose
from liaison.domain.lookup.former import formerly_called
from liaison.domain.lookup.matching import Chosen
from liaison.domain.lookup.models import PER_PAGE, Answer, CommitteeEntry, Detail, Matrix, OfficeHolders, Row
from liaison.domain.lookup.naming import near
from liaison.domain.lookup.query import Question, read, read_life
from liaison.domain.lookup.rows import (
    committee_entry,
    group_entry,
    office_holders,
    person_seats,
    row,
    without_beginnings,
)
from liaison.domain.lookup.understood import understood
from liaison.domain.lookup.wordings import PAST, SOON
from liaison.domain.names import telling_words
from liaison.domain.register.models import Person
from liaison.domain.register.snapshot import Register
from liaison.domain.values import CommitteeId, GroupId, OfficeId, PartnershipId, PersonId

Entry = TypeVar("Entry", CommitteeEntry, OfficeHolders)
# What is asked of partnerships alone, and of people alone.
OF_PARTNERSHIPS = frozenset[Detail](["purpose", "priorities", "sub-groups", "merged into", "dates"])
OF_PEOPLE = frozenset[Detail](["stands in for", "sits with"])


def find(register: Register, text: str, *, day: date, page: int = 0, me: PersonId | None = None) -> Answer:
    """Answers what was typed, one page of `PER_PAGE` entries (A-05, A-06, A-08, A-09, A-19, A-22, A-23, A-24).

    `day` is today in the authority's zone; the text may ask about another. `me` is who asks, for "me" and "my". Raises
    BadInput for a text too long to be a name, for a day that does not exist or is too far away, and for "me" from nobody.
    """
    return without_beginnings(
        register,
        _life(register, text, day, page)
        or _answer(register, read(register.index, text, today=day), max(0, page), me),
    )


def _life(register: Register, text: str, day: date, page: int) -> Answer | None:
    """From when to when a partnership is there, where that is asked and no other thing is meant (A-24)."""
    question = read_life(register.index, text, today=day)
    chosen = choose(register, question) if question else None
    if not question or not chosen or not chosen.sure or chosen.total != len(chosen.partnerships):
        return None
    return _with_entries(register, question, chosen, max(0, page)) if chosen.total else None


def _answer(register: Register, question: Question, page: int, me: PersonId | None) -> Answer:
    if question.asked == "entries":
        before = earlier.meant(register, question, me) if question.whom else None
        if before:
            return _before(register, question, *before, page)
        return _entries(register, question, page, me)
    chosen = choose(register, question, me=me) if question.narrowed else None
    if chosen is not None and not chosen.total and not (question.kind or question.area):
        return _nothing(register, question, chosen)
    found = _list(register, question, chosen, page)
    if (
        chosen and not chosen.sure and not found.total and question.asked != "matrix"
    ):  # no list of guesses without any
        return _with_entries(register, replace(question, asked="entries"), chosen, page)
    return found


def about_person(register: Register, person: PersonId, *, day: date, today: date | None = None) -> Answer:
    """The answer for one known person, as for a mention, as of a day."""
    name = register.person[person].name
    today = today or day
    return _base(register, Question(text=name, today=today, day=day)).model_copy(
        update={
            "certainty": "certain",
            "understood": name,
            "total": 1,
            "people": (person_seats(register, register.person[person], day, today=today),),
        }
    )


def matrix(register: Register, *, day: date, text: str = "", page: int | None = None) -> Matrix:
    """The register as a grid with its counts (A-07): all of it, or what a text narrows it to; all rows, or one page.

    Raises BadInput as `find` does. A text that means nothing gives an empty grid.
    """
    question = read(register.index, f"matrix {text}", today=day)
    chosen = choose(register, question) if question.narrowed else None
    return _grid(register, question, chosen, page)


# --- Answers


def _base(register: Register, question: Question) -> Answer:
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


def _nothing(register: Register, question: Question, chosen: Chosen) -> Answer:
    said = " ".join(question.said) or question.text
    return _base(register, question).model_copy(
        update={
            "understood": understood(register, question, chosen),
            "instead": chosen.instead,
            "near": near(register, said),
        }
    )


def _entries(register: Register, question: Question, page: int, me: PersonId | None) -> Answer:
    chosen = choose(register, question, me=me)
    if not chosen.total:
        return _nothing(register, question, chosen)
    return _with_entries(register, question, chosen, page)


def _before(register: Register, question: Question, person: Person, chosen: Chosen, page: int) -> Answer:
    """Who had the seats or the offices that were meant before somebody, or since when that somebody has them."""
    question = replace(
        question,
        detail="since when" if question.since_when else "before",
        said=tuple(telling_words(question.place)),
    )
    found = _with_entries(register, question, chosen, page)
    day = question.day
    return found.model_copy(
        update={
            "understood": understood(register, question, chosen),
            "partnerships": tuple(
                each.model_copy(
                    update={
                        "before": earlier.on_partnership(
                            register, each.partnership.id, person, day, since_alone=question.since_when
                        )
                    }
                )
                for each in found.partnerships
            ),
            "offices": tuple(
                each.model_copy(
                    update={
                        "before": earlier.in_office(
                            register, each.office.id, person, day, since_alone=question.since_when
                        )
                    }
                )
                for each in found.offices
            ),
        }
    )


def _with_entries(register: Register, question: Question, chosen: Chosen, page: int) -> Answer:
    """One page of the entries, in one order: partnerships, people, committees, offices."""
    day = question.day
    start, stop = page * PER_PAGE, (page + 1) * PER_PAGE
    kinds: list[tuple[str, ...]] = [chosen.partnerships, chosen.people, chosen.committees, chosen.offices]
    shown: list[tuple[str, ...]] = []
    before = 0
    for ids in kinds:
        shown.append(ids[max(0, start - before) : max(0, stop - before)])
        before += len(ids)
    return _base(register, question).model_copy(
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
                    matched=formerly_called(register.person[PersonId(id_)], question.said, day) or None,
                )
                for id_ in shown[1]
            ),
            "committees": tuple(
                _found_by(
                    committee_entry(
                        register, register.committee[CommitteeId(id_)], day, today=question.today
                    ),
                    formerly_called(register.committee[CommitteeId(id_)], question.said, day),
                )
                for id_ in shown[2]
            ),
            "offices": tuple(
                _found_by(
                    office_holders(register, register.office[OfficeId(id_)], day, today=question.today),
                    formerly_called(register.office[OfficeId(id_)], question.said, day),
                )
                for id_ in shown[3]
            ),
            "groups": tuple(
                group_entry(register, register.group[GroupId(id_)], day) for id_ in chosen.groups
            ),
        }
    )


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


def _list(register: Register, question: Question, chosen: Chosen | None, page: int) -> Answer:
    """One page of the list that a keyword asks for."""
    only = lists.within(register, chosen, question)
    day = question.day
    answer = _base(register, question).model_copy(
        update={
            "certainty": "certain" if chosen is None or chosen.sure else "guess",
            "understood": understood(register, question, chosen),
            "page": page,
        }
    )
    start, stop = page * PER_PAGE, (page + 1) * PER_PAGE
    match question.asked:
        case "everything":
            ids = lists.existing(register, day)
            rows = tuple(_plain_row(register, id_, question) for id_ in ids[start:stop])
            return answer.model_copy(update={"total": len(ids), "partnerships": rows})
        case "ended" | "began":
            return _past(register, question, chosen, answer, only)
        case "no seat":
            ids = lists.unlisted(register, day, only)
            rows = tuple(_plain_row(register, id_, question) for id_ in ids[start:stop])
            return answer.model_copy(update={"total": len(ids), "partnerships": rows})
        case "with" | "without":
            role = question.role or "representative"
            ids, others = lists.having(register, day, only, role, wanted=question.asked == "with")
            rows = tuple(_plain_row(register, id_, question) for id_ in ids[start:stop])
            remark = _no_seat(others, beside=bool(ids)) if question.asked == "without" else None
            return answer.model_copy(update={"total": len(ids), "partnerships": rows, "remark": remark})
        case "vacant" | "to confirm":
            seats = (lists.vacant if question.asked == "vacant" else lists.to_confirm)(register, day, only)
            shown = lists.held(register, seats[start:stop], day)
            remark = None
            if (
                question.asked == "vacant" and question.role == "representative"
            ):  # what is not listed is lacking as well
                others = lists.having(register, day, only, question.role, wanted=False)[1]
                remark = _no_seat(others, beside=bool(seats))
            if question.asked == "vacant" and only == lists.Within() and day == question.today:
                remark = _and_ending(register, day)
            return answer.model_copy(update={"total": len(seats), "seats": shown, "remark": remark})
        case "expiring":
            ends = lists.expiring(register, day, question.until or day, only)
            endings = lists.endings(register, ends[start:stop], day)
            remark = _and_vacant(register, day) if only == lists.Within() else None
            return answer.model_copy(update={"total": len(ends), "endings": endings, "remark": remark})
        case "changes":
            since = question.since or day
            changed = lists.changed(register, since, question.until or day, only)
            if chosen and not changed:
                return _unchanged(register, question, chosen, since, page)
            changes = lists.changes(register, changed[start:stop])
            return answer.model_copy(update={"total": len(changed), "changes": changes})
        case "unlinked" | "unseated" | "no office" | "several seats" as which:
            who = lists.OF_PEOPLE[which](register, day, only)
            people = tuple(
                person_seats(register, register.person[id_], day, today=question.today)
                for id_ in who[start:stop]
            )
            return answer.model_copy(update={"total": len(who), "people": people})
    found = _grid(register, question, chosen, page)
    return answer.model_copy(update={"total": found.total, "matrix": found})


def _past(
    register: Register, question: Question, chosen: Chosen | None, answer: Answer, only: lists.Within
) -> Answer:
    """One page of what ended or began in some time; where nothing did, when anything last did before it."""
    found = past.found(register, question, chosen, only)
    ids, dated = found.page(answer.page * PER_PAGE, (answer.page + 1) * PER_PAGE)
    remark = None
    if (
        not any(found.counts)
        and chosen is None
        and _is_past(question)
        and (latest := past.latest_before(register, question))
    ):
        verb, day = question.asked, write_date(latest)
        remark = f"The latest before that {verb} on {day}: type `/rep {verb} since {day}` to see it."
    return answer.model_copy(
        update={
            "total": sum(found.counts),
            "counts": found.counts,
            "partnerships": past.rows(register, ids, question),
            "changes": lists.changes(register, dated),
            "remark": remark,
        }
    )


def _is_past(question: Question) -> bool:
    return question.since is None or question.since <= question.today


def _plain_row(register: Register, id_: PartnershipId, question: Question) -> Row:
    return row(register, register.partnership[id_], question.day, today=question.today)


def ending_and_vacant(register: Register, day: date) -> tuple[int, int]:
    """How much ends in the next three months, as "expiring" has it, and how many seats are vacant, as "vacant" has it."""
    known = register.index.ending_on
    if day not in known:
        known[day] = len(lists.expiring(register, day, min(day, date.max - SOON) + SOON, lists.Within()))
    return known[day], len(register.vacant_seats(day))


def _and_vacant(register: Register, day: date) -> str | None:
    """How many seats are vacant already, beside what ends soon."""
    number = len(register.vacant_seats(day))
    told = "1 seat is" if number == 1 else f"{number:,} seats are"
    return f"{told} vacant already: type `/rep vacant`." if number else None


def _and_ending(register: Register, day: date) -> str | None:
    """How much ends soon, beside what is vacant already."""
    number, _ = ending_and_vacant(register, day)
    told = "1 appointment or term ends" if number == 1 else f"{number:,} appointments or terms end"
    return f"{told} in the next three months: type `/rep expiring`." if number else None


def _unchanged(register: Register, question: Question, chosen: Chosen, since: date, page: int) -> Answer:
    """What was asked about as it stands, where nothing is recorded to have changed of it."""
    found = _with_entries(register, replace(question, asked="entries"), chosen, page)
    said = f"No beginning or ending of a seat or an office is recorded since {write_date(since)}."
    return found.model_copy(update={"remark": " ".join(filter(None, (said, found.remark)))})


def _no_seat(number: int, *, beside: bool) -> str | None:
    """That partnerships are left out of a list, since nobody needs help or a stand-in where no seat is ours."""
    if not number:
        return None
    more = " more" if beside else ""
    many = f"1{more} partnership lists" if number == 1 else f"{number:,}{more} partnerships list"
    return f"{many} no seat of ours."


def _grid(register: Register, question: Question, chosen: Chosen | None, page: int | None) -> Matrix:
    if chosen is None:
        ids = lists.existing(register, question.day)
    elif chosen.partnerships:
        ids = chosen.partnerships
    else:
        ids = lists.sat_on(register, question.day, lists.within(register, chosen, question))
    found = lists.grid(register, ids, question.day, page, today=question.today)
    return found.model_copy(update={"understood": understood(register, question, chosen)})
