"""Answers that are lists which a keyword asks for, one page of them: "vacant", "expiring", "what ended", "matrix"."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from liaison.domain.dates import write_date
from liaison.domain.lookup import lists, past
from liaison.domain.lookup.entry_answers import base, with_entries
from liaison.domain.lookup.matching import Chosen
from liaison.domain.lookup.models import PER_PAGE, Answer, Matrix, Row
from liaison.domain.lookup.query import Question
from liaison.domain.lookup.rows import person_seats, row
from liaison.domain.lookup.understood import understood
from liaison.domain.lookup.wordings import SOON
from liaison.domain.register.snapshot import Register
from liaison.domain.values import PartnershipId

MOST_ENDING = 3  # partnerships named beside what ends


def listed(register: Register, question: Question, chosen: Chosen | None, page: int) -> Answer:
    """One page of the list that a keyword asks for."""
    only = lists.within(register, chosen, question)
    day = question.day
    answer = base(register, question).model_copy(
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
            remark = " ".join(
                [
                    *_ending_too(register, only, day, question.until or day),
                    *filter(None, [_and_vacant(register, day) if only == lists.Within() else None]),
                ]
            )
            return answer.model_copy(
                update={"total": len(ends), "endings": endings, "remark": remark or None}
            )
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
    found = grid(register, question, chosen, page)
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


def _ending_too(register: Register, only: lists.Within, day: date, until: date) -> Iterator[str]:
    """The partnerships that end themselves, beside the seats and terms that do; the first few, and how many more (A-24)."""
    if only.role or only.people is not None or only.offices is not None:
        return
    ends = [
        entry
        for entry in past.partnerships_with_days(register)
        if entry.until
        and day < entry.until <= until
        and (only.partnerships is None or entry.id in only.partnerships)
    ]
    for entry in ends[:MOST_ENDING]:
        yield f"{entry.title} itself ends on {write_date(entry.until or day)}."
    if len(ends) > MOST_ENDING:
        more = len(ends) - MOST_ENDING
        yield f"So {'does 1 more partnership' if more == 1 else f'do {more:,} more partnerships'}."


def _and_ending(register: Register, day: date) -> str | None:
    """How much ends soon, beside what is vacant already."""
    number, _ = ending_and_vacant(register, day)
    told = "1 appointment or term ends" if number == 1 else f"{number:,} appointments or terms end"
    return f"{told} in the next three months: type `/rep expiring`." if number else None


def _unchanged(register: Register, question: Question, chosen: Chosen, since: date, page: int) -> Answer:
    """What was asked about as it stands, where nothing is recorded to have changed of it."""
    found = with_entries(register, replace(question, asked="entries"), chosen, page)
    said = f"No beginning or ending of a seat or an office is recorded since {write_date(since)}."
    return found.model_copy(update={"remark": " ".join(filter(None, (said, found.remark)))})


def _no_seat(number: int, *, beside: bool) -> str | None:
    """That partnerships are left out of a list, since nobody needs help or a stand-in where no seat is ours."""
    if not number:
        return None
    more = " more" if beside else ""
    many = f"1{more} partnership lists" if number == 1 else f"{number:,}{more} partnerships list"
    return f"{many} no seat of ours."


def grid(register: Register, question: Question, chosen: Chosen | None, page: int | None) -> Matrix:
    """What a question means as a grid: all rows of it, or one page."""
    if chosen is None:
        ids = lists.existing(register, question.day)
    elif chosen.partnerships:
        ids = chosen.partnerships
    else:
        ids = lists.sat_on(register, question.day, lists.within(register, chosen, question))
    found = lists.grid(register, ids, question.day, page, today=question.today)
    return found.model_copy(update={"understood": understood(register, question, chosen)})
