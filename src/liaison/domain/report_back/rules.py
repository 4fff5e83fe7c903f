"""How the conversation reads answers, what it offers as defaults, and what it says; pure functions."""

from collections.abc import Sequence
from datetime import date, timedelta

from liaison.domain import lookup
from liaison.domain.dates import near_enough, read_date, write_date
from liaison.domain.errors import BadInput
from liaison.domain.names import fold
from liaison.domain.packs import Proforma
from liaison.domain.register.models import Partnership, Person
from liaison.domain.register.snapshot import Register
from liaison.domain.report_back.models import (
    COMMITTEES,
    ITEMS,
    LONGEST_ANSWER,
    MEETING_ON,
    MEMBER,
    NEXT_MEETING,
    OUTCOMES,
    PARTNERSHIP,
    Answers,
    Choice,
    Control,
    Draft,
    Line,
    Question,
    Summary,
)
from liaison.domain.values import CommitteeId, PartnershipId, PersonId

YES = frozenset({"yes", "y", "yep", "yes please", "ok", "okay", "correct", "right", "keep"})
NOT_KNOWN = frozenset(
    {"not known", "unknown", "not yet known", "dont know", "do not know", "tbc", "none", "no", "na", "n a"}
)
ME = frozenset({"me", "i did", "myself", "i"})
EXAMPLE_AHEAD = timedelta(weeks=7, days=4)  # from today to the day that the advice on item 6 shows
BARE_WORDS = 5  # an account of decisions with fewer words is questioned once (D-19)
CONTROLS = {
    PARTNERSHIP: Control.PARTNERSHIP,
    MEETING_ON: Control.DATE,
    MEMBER: Control.PERSON,
    COMMITTEES: Control.COMMITTEES,
    OUTCOMES: Control.TEXT,
    NEXT_MEETING: Control.DATE,
}
HINTS = {
    PARTNERSHIP: "Type its name, or choose it.",
    MEETING_ON: "Type a date such as 3 March or last Tuesday, or choose it.",
    MEMBER: "Who attended for the authority? Name the substitute where the substitute went.",
    COMMITTEES: "Type one or more committees, or choose them.",
    OUTCOMES: "What did the partnership decide? One message is enough.",
    NEXT_MEETING: "Type a date, or: not known.",
}


def question(draft: Draft, proforma: Proforma, register: Register, *, today: date) -> Question:
    """The item that the draft has come to, with what the register knows as the default (D-01 to D-07)."""
    item = draft.step
    current = answer_in_words(draft.answers, item, register)
    return Question(
        draft=draft.id,
        number=item,
        label=label_of(proforma, item),
        hint=" ".join(part for part in (HINTS[item], _example(proforma, item)) if part),
        control=CONTROLS[item],
        default=None if item == OUTCOMES else default(draft, item, register, today=today),
        choices=choices(draft, item, register, today=today),
        initial_date={MEETING_ON: draft.answers.meeting_on, NEXT_MEETING: draft.answers.next_meeting_on}.get(
            item
        ),
        current=current,
        changing=draft.changing,
    )


def label_of(proforma: Proforma, item: int) -> str:
    """The item's number and label: "2. Date of Meeting"."""
    return next(f"{entry.number}. {entry.label}" for entry in proforma.items if entry.number == item)


def _example(proforma: Proforma, item: int) -> str:
    hint = next((entry.hint for entry in proforma.items if entry.number == item), None)
    return f"For example: {hint}." if hint else ""


def default(draft: Draft, item: int, register: Register, *, today: date) -> Choice | None:
    """What the register, or the draft itself, already knows as the answer."""
    answers = draft.answers
    if item == PARTNERSHIP and answers.partnership and answers.partnership in register.partnership:
        return Choice(value=answers.partnership, label=register.partnership[answers.partnership].title)
    if item == MEETING_ON and answers.meeting_on:
        return Choice(value=answers.meeting_on.isoformat(), label=write_date(answers.meeting_on))
    if item == MEMBER:
        known_member = answers.member if answers.member in register.person else None
        person = known_member or _likely_member(draft, register, today=today)
        return Choice(value=person, label=register.person[person].name) if person else None
    if item == COMMITTEES:
        kept = tuple(committee for committee in answers.committees if committee in register.committee)
        known = kept or _committees_in_matrix(answers, register)
        names = " and ".join(register.committee[committee].name for committee in known)
        return Choice(value=",".join(known), label=names) if known else None
    if item == NEXT_MEETING and answers.next_meeting_on:
        return Choice(value=answers.next_meeting_on.isoformat(), label=write_date(answers.next_meeting_on))
    return None


def _likely_member(draft: Draft, register: Register, *, today: date) -> PersonId | None:
    """The author where they sit on the partnership, otherwise its representative."""
    if not draft.answers.partnership:
        return None
    seats = register.seats_of(draft.answers.partnership, draft.answers.meeting_on or today)
    sitting = [
        h.person.id for h in seats if h.person and h.appointment.role in ("representative", "substitute")
    ]
    return draft.author if draft.author in sitting else next(iter(sitting), None)


def _committees_in_matrix(answers: Answers, register: Register) -> tuple[CommitteeId, ...]:
    partnership = register.partnership.get(answers.partnership) if answers.partnership else None
    return partnership.reports_to if partnership else ()


def choices(draft: Draft, item: int, register: Register, *, today: date) -> tuple[Choice, ...]:
    """What the item's menu offers, the likeliest first."""
    if item == PARTNERSHIP:
        own = {held.appointment.partnership for held in register.seats_held_by(draft.author, today)}
        ordered = sorted(register.partnerships, key=lambda entry: (entry.id not in own, entry.title))
        return tuple(Choice(value=entry.id, label=entry.title) for entry in ordered)
    if item == MEMBER:
        partnership = draft.answers.partnership
        seats = register.seats_of(partnership, draft.answers.meeting_on or today) if partnership else ()
        first = [held.person for held in seats if held.person]
        people = dict.fromkeys([*first, *sorted(register.people, key=lambda person: person.name)])
        return tuple(Choice(value=person.id, label=person.name) for person in people)
    if item == COMMITTEES:
        return tuple(Choice(value=committee.id, label=committee.name) for committee in register.committees)
    return ()


def read_answer(draft: Draft, text: str, register: Register, *, today: date) -> Answers:
    """The answers with what was typed for the present item. Raises BadInput, with the mend, for what cannot be read."""
    if len(text) > LONGEST_ANSWER:
        raise BadInput(f"That is {len(text):,} characters.", f"Please keep it under {LONGEST_ANSWER:,}.")
    item, said = draft.step, fold(text)
    known = default(draft, item, register, today=today)
    if said in YES and known and item != OUTCOMES:
        return choose(draft, known.value, register, today=today)
    if said in YES and item not in {OUTCOMES, COMMITTEES}:
        raise BadInput("Nothing is suggested here to say yes to.", HINTS[item])
    match item:
        case 1:
            return draft.answers.model_copy(
                update={"partnership": partnership_named(text, register, today=today)}
            )
        case 2:
            day = read_date(text, today=today, lean="past")
            return _with_meeting(draft.answers, day, today=today)
        case 3:
            person = draft.author if said in ME else _person(text, register, today=today)
            return draft.answers.model_copy(update={"member": person})
        case 4:
            found = lookup.some_committees(register, text)
            if not found:
                names = ", ".join(committee.name for committee in register.committees)
                raise BadInput(
                    f"I know no committee called {lookup.quoted(text)}.", f"Type one of these: {names}."
                )
            return draft.answers.model_copy(update={"committees": tuple(committee.id for committee in found)})
        case 5:
            return draft.answers.model_copy(update={"outcomes": text.strip()})
        case _:
            if said in NOT_KNOWN:
                return _next_not_known(draft.answers)
            return _with_next_meeting(draft.answers, _day_to_come(text, today=today))


def _day_to_come(text: str, *, today: date) -> date:
    try:
        return read_date(text, today=today, lean="future")
    except BadInput as problem:
        example = write_date(today + EXAMPLE_AHEAD)
        raise BadInput(problem.sentence, f"Type it like {example}, or: not known.") from problem


def choose(draft: Draft, value: str, register: Register, *, today: date) -> Answers:
    """The answers with what a control chose for the present item; the value is checked like typed text."""
    item, answers = draft.step, draft.answers
    unknown = BadInput("That choice is no longer in the register.", HINTS[item])
    try:
        match item:
            case 1:
                return answers.model_copy(
                    update={"partnership": register.partnership[PartnershipId(value)].id}
                )
            case 2:
                day = near_enough(date.fromisoformat(value), today=today)
                return _with_meeting(answers, day, today=today)
            case 3:
                return answers.model_copy(update={"member": register.person[PersonId(value)].id})
            case 4:
                ids = tuple(register.committee[CommitteeId(part)].id for part in value.split(",") if part)
                if ids:
                    return answers.model_copy(update={"committees": ids})
                unknown = BadInput("You have chosen no committee.", "Choose one or more, or type skip.")
            case 6:
                if value == "not known":
                    return _next_not_known(answers)
                return _with_next_meeting(answers, near_enough(date.fromisoformat(value), today=today))
    except (KeyError, ValueError) as error:
        raise unknown from error
    raise unknown


def _with_meeting(answers: Answers, day: date, *, today: date) -> Answers:
    if day > today:
        raise BadInput(
            f"{write_date(day)} is still to come.",
            "Type the date on which the meeting was held. The next meeting is item 6.",
        )
    if answers.next_meeting_on and answers.next_meeting_on <= day:
        raise BadInput(
            f"{write_date(day)} is not before the next meeting, {write_date(answers.next_meeting_on)}.",
            "Type the date on which the meeting was held, or change item 6 first.",
        )
    return answers.model_copy(update={"meeting_on": day})


def _with_next_meeting(answers: Answers, day: date) -> Answers:
    if answers.meeting_on and day <= answers.meeting_on:
        raise BadInput(
            f"{write_date(day)} is not after the meeting of {write_date(answers.meeting_on)}.",
            "Type a later date, or: not known.",
        )
    return answers.model_copy(update={"next_meeting_on": day, "next_not_known": False})


def _next_not_known(answers: Answers) -> Answers:
    return answers.model_copy(update={"next_meeting_on": None, "next_not_known": True})


def partnership_named(text: str, register: Register, *, today: date) -> PartnershipId:
    """The partnership that a text names. Raises BadInput where it names none, or could name several."""
    found = lookup.one_partnership(register, text, day=today)
    if isinstance(found, Partnership):
        return found.id
    raise lookup.unclear(text, found)


def _person(text: str, register: Register, *, today: date) -> PersonId:
    found = lookup.one_person(register, text, day=today)
    if isinstance(found, Person):
        return found.id
    names = ", ".join(person.name for person in found[:5])
    if len(found) > 1:
        raise BadInput(
            f"{lookup.quoted(text)} could mean more than one person.", f"Type one of these: {names}."
        )
    mend = f"Did you mean {names}? Type that name." if found else "Type a surname, or choose the member."
    raise BadInput(f"Nobody in the register is called {lookup.quoted(text)}.", mend)


def is_bare(outcomes: str) -> bool:
    """Whether an account of a meeting says too little for the committee (D-19)."""
    return len(outcomes.split()) < BARE_WORDS


def answer_in_words(answers: Answers, item: int, register: Register) -> str | None:
    """The answer to an item as people read it; None where there is none."""
    match item:
        case 1 if answers.partnership:
            return title_of(register, answers.partnership)
        case 2 if answers.meeting_on:
            return write_date(answers.meeting_on)
        case 3 if answers.member:
            return _member_in_words(answers, answers.member, register)
        case 4 if answers.committees:
            return "; ".join(committee_names(register, answers.committees))
        case 5:
            return answers.outcomes
        case 6 if answers.next_not_known:
            return "Not known"
        case 6 if answers.next_meeting_on:
            return write_date(answers.next_meeting_on)
        case _:
            return None


def _member_in_words(answers: Answers, member: PersonId, register: Register) -> str:
    """The member's name, marked where they went as the substitute (D-03)."""
    name = name_of(register, member)
    if answers.partnership and answers.meeting_on:
        seats = register.seats_of(answers.partnership, answers.meeting_on)
        roles = {held.appointment.role for held in seats if held.person and held.person.id == member}
        if "substitute" in roles and "representative" not in roles:
            return f"{name} (substitute)"
    return name


def title_of(register: Register, partnership: PartnershipId) -> str:
    """A partnership's title, even where it has left the register since, because its addition was undone."""
    found = register.partnership.get(partnership)
    return found.title if found else "A partnership no longer in the register"


def name_of(register: Register, person: PersonId) -> str:
    """A person's name, even where they have left the register since."""
    found = register.person.get(person)
    return found.name if found else "Somebody no longer in the register"


def committee_names(register: Register, committees: Sequence[CommitteeId]) -> tuple[str, ...]:
    """The names of committees, even where one has left the register since."""
    found = (register.committee.get(committee) for committee in committees)
    return tuple(
        committee.name if committee else "A committee no longer in the register" for committee in found
    )


def gone(answers: Answers, register: Register) -> tuple[int, ...]:
    """The items whose answer has left the register since it was given."""
    left = {
        PARTNERSHIP: answers.partnership and answers.partnership not in register.partnership,
        MEMBER: answers.member and answers.member not in register.person,
        COMMITTEES: any(committee not in register.committee for committee in answers.committees),
    }
    return tuple(item for item, has_gone in left.items() if has_gone)


def line(draft: Draft, proforma: Proforma, register: Register) -> Line:
    """The present item with its answer."""
    item = draft.step
    answer = answer_in_words(draft.answers, item, register)
    return Line(number=item, label=label_of(proforma, item), answer=answer)


def about(answers: Answers, register: Register) -> str:
    """What a draft is about, without restricted text: "Barrow CDRP, meeting of 12 November 2026"."""
    if not answers.partnership:
        return "a partnership not yet chosen"
    title = title_of(register, answers.partnership)
    return f"{title}, meeting of {write_date(answers.meeting_on)}" if answers.meeting_on else title


def items_in_words(items: tuple[int, ...]) -> str:
    """The items as a sentence needs them: "item 2 is", or "items 2, 4 and 5 are"."""
    if len(items) == 1:
        return f"item {items[0]} is"
    return f"items {', '.join(str(item) for item in items[:-1])} and {items[-1]} are"


def lines(answers: Answers, proforma: Proforma, register: Register) -> tuple[Line, ...]:
    """Every item with its answer, in the proforma's order (D-07)."""
    return tuple(
        Line(number=item, label=label_of(proforma, item), answer=answer_in_words(answers, item, register))
        for item in ITEMS
    )


def summary(draft: Draft, proforma: Proforma, register: Register) -> Summary:
    """All answers before submission, with who will be able to read them (UX-06)."""
    return Summary(
        draft=draft.id,
        title=proforma.title,
        lines=lines(draft.answers, proforma, register),
        missing=draft.answers.missing(),
        readers=(
            "Restricted: once you submit it, the Committee Services Officer and the support officer can read it."
        ),
    )


def suggest(item: int, typed: str, register: Register, *, today: date) -> tuple[Choice, ...]:
    """What a menu offers while it is searched by typing: partnerships for item 1, people for item 3."""
    if item == PARTNERSHIP:
        named = lookup.one_partnership(register, typed, day=today)
        partnerships = (named,) if isinstance(named, Partnership) else named
        return tuple(Choice(value=entry.id, label=entry.title) for entry in partnerships)
    person = lookup.one_person(register, typed, day=today)
    people = (person,) if isinstance(person, Person) else person
    return tuple(Choice(value=entry.id, label=entry.name) for entry in people)
