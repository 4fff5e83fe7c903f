"""The use of lookups: one question in, one page of an answer out; a snapshot of the register is all they need."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Literal

from rapidfuzz import fuzz, process

from liaison.domain.dates import write_date
from liaison.domain.described import SeatRole
from liaison.domain.errors import BadInput
from liaison.domain.lookup import lists
from liaison.domain.lookup.choosing import choose
from liaison.domain.lookup.matching import Chosen
from liaison.domain.lookup.models import PER_PAGE, Answer, Detail, Matrix, Row
from liaison.domain.lookup.query import Question, name_only, read
from liaison.domain.lookup.ranking import Tier, best, nearest
from liaison.domain.lookup.rows import (
    committee_entry,
    group_entry,
    office_holders,
    person_seats,
    row,
    without_beginnings,
)
from liaison.domain.lookup.understood import understood
from liaison.domain.names import fold, telling_words
from liaison.domain.register.findable import names_of
from liaison.domain.register.index import SHELVES, Shelved
from liaison.domain.register.models import Committee, Partnership, Person
from liaison.domain.register.snapshot import Register
from liaison.domain.values import CommitteeId, GroupId, OfficeId, PartnershipId, PersonId

NEAR_ENOUGH = 72  # of 100: below it a name is not worth offering as "near"
NEAR_WORDS = 6
NEAR_ENTRIES = 60


def find(register: Register, text: str, *, day: date, page: int = 0, me: PersonId | None = None) -> Answer:
    """Answers what was typed, one page of `PER_PAGE` entries (A-05, A-06, A-08, A-09, A-19, A-22, A-23, A-24).

    `day` is today in the authority's zone; the text may ask about another. `me` is who asks, for "me" and "my". Raises
    BadInput for a text too long to be a name, for a day that does not exist or is too far away, and for "me" from nobody.
    """
    question = read(register.index, text, today=day)
    return without_beginnings(register, _answer(register, question, max(0, page), me))


def _answer(register: Register, question: Question, page: int, me: PersonId | None) -> Answer:
    if question.asked == "entries":
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


def about_person(register: Register, person: PersonId, *, day: date) -> Answer:
    """The answer for one known person, as for a mention."""
    name = register.person[person].name
    return _base(register, Question(text=name, today=day, day=day)).model_copy(
        update={
            "certainty": "certain",
            "understood": name,
            "total": 1,
            "people": (person_seats(register, register.person[person], day),),
        }
    )


def matrix(register: Register, *, day: date, text: str = "", page: int | None = None) -> Matrix:
    """The register as a grid with its counts (A-07): all of it, or what a text narrows it to; all rows, or one page.

    Raises BadInput as `find` does. A text that means nothing gives an empty grid.
    """
    question = read(register.index, f"matrix {text}", today=day)
    chosen = choose(register, question) if question.narrowed else None
    return _grid(register, question, chosen, page)


def one_partnership(register: Register, text: str, *, day: date) -> Partnership | tuple[Partnership, ...]:
    """The partnership that a text names, or those that it could mean; empty where none is near.

    The text is a name and no question: no day and no keyword is read in it.
    """
    chosen = choose(register, name_only(text, today=day))
    named = tuple(register.partnership[id_] for id_ in chosen.partnerships[:PER_PAGE])
    if len(named) == 1 and chosen.sure:
        return named[0]
    return named or tuple(_near_partnerships(register, text))


def one_person(register: Register, text: str, *, day: date) -> Person | tuple[Person, ...]:
    """The person whom a text names, or those whom it could mean; empty where it means nobody."""
    chosen = choose(register, name_only(text, today=day))
    named = tuple(register.person[id_] for id_ in chosen.people[:PER_PAGE])
    return named[0] if len(named) == 1 and chosen.sure else named


def unclear(text: str, found: tuple[Partnership, ...]) -> BadInput:
    """Why a text names no single partnership, with those that it may mean."""
    names = "; ".join(entry.title for entry in found[:5])
    if len(found) > 1:
        return BadInput(
            f"{quoted(text)} could mean more than one partnership.", f"Type one of these: {names}."
        )
    mend = f"Did you mean {names}? Type that name." if found else "Type /rep matrix to see them all."
    return BadInput(f"No partnership in the register is called {quoted(text)}.", mend)


def quoted(text: str) -> str:
    """What was typed, in quotation marks, and no longer than it takes to recognise it."""
    shown = " ".join(text.split())
    return f'"{shown[:60]}{"…" if len(shown) > 60 else ""}"'  # noqa: PLR2004 - enough to recognise it


def some_committees(register: Register, text: str) -> tuple[Committee, ...]:
    """The committees named in a text such as "CED and PPP"; empty where a part of it names none for certain.

    The whole text is tried first, since committees have commas and "and" in their names.
    """
    whole_text = _certainly(register, text)
    if len(whole_text) == 1:
        return tuple(whole_text)
    parts = [
        part
        for chunk in text.replace(";", ",").split(",")
        for part in f" {chunk} ".split(" and ")
        if part.strip()
    ]
    matches = [_certainly(register, part) for part in parts]
    if matches and all(len(found) == 1 for found in matches):
        return tuple(dict.fromkeys(found[0] for found in matches))
    return ()


def near(register: Register, text: str, *, most: int = 3) -> tuple[str, ...]:
    """Names that the text may have meant, the nearest first."""
    folded = fold(text)
    names = {
        fold(name): entry.title if isinstance(entry, Partnership) else entry.name
        for kind in SHELVES[:3]
        for entry in _near_entries(register, kind, telling_words(text))
        for name in names_of(entry)
    }
    scored = process.extract(
        folded, names.keys(), scorer=fuzz.WRatio, limit=most * 3, score_cutoff=NEAR_ENOUGH
    )
    return tuple(dict.fromkeys(names[name] for name, _, _ in scored))[:most]


def _near_entries(
    register: Register, kind: Shelved, said: tuple[str, ...]
) -> Iterable[Partnership | Person | Committee]:
    shelf = register.index.shelf(kind)
    places: dict[int, None] = {}
    for word in said:
        for known in nearest(shelf.names, word, most=NEAR_WORDS):
            places |= dict.fromkeys(shelf.names.places[known][:NEAR_ENTRIES])
    for place in places:
        entry = register.entry(kind, shelf.ids[place])
        if isinstance(entry, Partnership | Person | Committee):
            yield entry


def _near_partnerships(register: Register, text: str) -> Iterable[Partnership]:
    wanted = set(near(register, text))
    entries = _near_entries(register, "partnerships", telling_words(text))
    return (entry for entry in entries if isinstance(entry, Partnership) and entry.title in wanted)


def _certainly(register: Register, text: str) -> list[Committee]:
    """The committees that a text names without a slip."""
    said = tuple(dict.fromkeys(telling_words(text)))
    shelf = register.index.shelf("committees")
    found = best(shelf, "committees", said, worst=Tier.BEGINNINGS) if said else None
    places = sorted(found.places) if found and found.sure else []
    return [register.committee[CommitteeId(shelf.ids[place])] for place in places]


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
                person_seats(register, register.person[PersonId(id_)], day, beside=_beside(question))
                for id_ in shown[1]
            ),
            "committees": tuple(
                committee_entry(register, register.committee[CommitteeId(id_)], day) for id_ in shown[2]
            ),
            "offices": tuple(
                office_holders(register, register.office[OfficeId(id_)], day) for id_ in shown[3]
            ),
            "groups": tuple(
                group_entry(register, register.group[GroupId(id_)], day) for id_ in chosen.groups
            ),
        }
    )


def _detail(question: Question, chosen: Chosen) -> Detail | None:
    """What of the entries is asked for; only people stand in for somebody."""
    detail = chosen.detail or question.detail
    return None if detail == "stands in for" and not chosen.people else detail


def _beside(question: Question) -> SeatRole | Literal["stands in for"] | None:
    """Who else is shown with a person: who was asked for, and for the asker's own seats who stands in for them."""
    if question.detail == "stands in for":
        return "stands in for"
    return question.role or ("substitute" if question.me else None)


def _row(register: Register, id_: PartnershipId, question: Question, chosen: Chosen) -> Row:
    return row(
        register,
        register.partnership[id_],
        question.day,
        today=question.today,
        said=chosen.said,
        reason=chosen.reasons.get(id_, ""),
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
        case "everything" | "ended":
            ids = (
                lists.existing(register, day)
                if question.asked == "everything"
                else lists.ended(register, day, question.since, chosen)
            )
            rows = tuple(row(register, register.partnership[id_], day) for id_ in ids[start:stop])
            return answer.model_copy(update={"total": len(ids), "partnerships": rows})
        case "no seat":
            ids = lists.unlisted(register, day, only)
            rows = tuple(row(register, register.partnership[id_], day) for id_ in ids[start:stop])
            return answer.model_copy(update={"total": len(ids), "partnerships": rows})
        case "with" | "without":
            role = question.role or "representative"
            ids, others = lists.having(register, day, only, role, wanted=question.asked == "with")
            rows = tuple(row(register, register.partnership[id_], day) for id_ in ids[start:stop])
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
            return answer.model_copy(update={"total": len(seats), "seats": shown, "remark": remark})
        case "expiring":
            ends = lists.expiring(register, day, question.until or day, only)
            endings = lists.endings(register, ends[start:stop], day)
            return answer.model_copy(update={"total": len(ends), "endings": endings})
        case "changes":
            since = question.since or day
            changed = lists.changed(register, since, day, only)
            if chosen and not changed:
                return _unchanged(register, question, chosen, since, page)
            changes = lists.changes(register, changed[start:stop])
            return answer.model_copy(update={"total": len(changed), "changes": changes})
        case "unlinked" | "unseated" | "no office" | "several seats" as which:
            who = lists.OF_PEOPLE[which](register, day, only)
            people = tuple(person_seats(register, register.person[id_], day) for id_ in who[start:stop])
            return answer.model_copy(update={"total": len(who), "people": people})
    found = _grid(register, question, chosen, page)
    return answer.model_copy(update={"total": found.total, "matrix": found})


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
    found = lists.grid(register, ids, question.day, page)
    return found.model_copy(update={"understood": understood(register, question, chosen)})
