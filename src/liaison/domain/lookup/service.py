"""The use of lookups: one question in, one page of an answer out; a snapshot of the register is all they need."""

from dataclasses import replace
from datetime import date

from liaison.domain.lookup import earlier
from liaison.domain.lookup.choosing import choose
from liaison.domain.lookup.entry_answers import base, nothing, with_entries
from liaison.domain.lookup.list_answers import grid, listed
from liaison.domain.lookup.matching import Chosen
from liaison.domain.lookup.models import Answer, Before, Matrix
from liaison.domain.lookup.query import Question, read, read_life
from liaison.domain.lookup.rows import person_seats, without_beginnings
from liaison.domain.lookup.understood import understood
from liaison.domain.names import telling_words
from liaison.domain.register.models import Person
from liaison.domain.register.snapshot import Register
from liaison.domain.values import OfficeId, PartnershipId, PersonId


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
    question = read_life(text, today=day)
    chosen = choose(register, question) if question else None
    if not question or not chosen or not chosen.sure or chosen.total != len(chosen.partnerships):
        return None
    return with_entries(register, question, chosen, max(0, page)) if chosen.total else None


def _answer(register: Register, question: Question, page: int, me: PersonId | None) -> Answer:
    if question.asked == "entries":
        before = earlier.meant(register, question, me) if question.of_time else None
        if before:
            return _before(register, question, *before, page)
        return _entries(register, question, page, me)
    chosen = choose(register, question, me=me) if question.narrowed else None
    if chosen is not None and not chosen.total and not (question.kind or question.area):
        return nothing(register, question, chosen)
    found = listed(register, question, chosen, page)
    if (
        chosen and not chosen.sure and not found.total and question.asked != "matrix"
    ):  # no list of guesses without any
        return with_entries(register, replace(question, asked="entries"), chosen, page)
    return found


def about_person(register: Register, person: PersonId, *, day: date, today: date | None = None) -> Answer:
    """The answer for one known person, as for a mention, as of a day."""
    name = register.person[person].name
    today = today or day
    return base(register, Question(text=name, today=today, day=day)).model_copy(
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
    return grid(register, question, chosen, page)


def _entries(register: Register, question: Question, page: int, me: PersonId | None) -> Answer:
    chosen = choose(register, question, me=me)
    if not chosen.total:
        return nothing(register, question, chosen)
    return with_entries(register, question, chosen, page)


def _before(
    register: Register, question: Question, person: Person | None, chosen: Chosen, page: int
) -> Answer:
    """Who had the seats or the offices that were meant before somebody, or since or until when that somebody has them."""
    question = replace(question, detail=question.of_time, said=tuple(telling_words(question.place)))
    found = with_entries(register, question, chosen, page)
    day = question.day

    def there(id_: PartnershipId) -> Before | None:
        if person is None:
            return earlier.there_before(register, id_, day, question.role or "representative")
        return earlier.on_partnership(register, id_, person, day, asks=question.of_time or "before")

    def held(id_: OfficeId) -> Before | None:
        if person is None:
            return earlier.held_before(register, id_, day)
        return earlier.in_office(register, id_, person, day, asks=question.of_time or "before")

    return found.model_copy(
        update={
            "understood": understood(register, question, chosen),
            "partnerships": tuple(
                each.model_copy(update={"before": there(each.partnership.id)}) for each in found.partnerships
            ),
            "offices": tuple(
                each.model_copy(update={"before": held(each.office.id)}) for each in found.offices
            ),
        }
    )
