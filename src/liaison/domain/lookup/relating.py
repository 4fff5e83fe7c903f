"""Entries that a question means by way of others: what reports to or is part of them, and where somebody sits."""

from datetime import date
from typing import cast

from liaison.domain.errors import BadInput
from liaison.domain.lookup import guessing
from liaison.domain.lookup.matching import Chosen, ids_at, rank
from liaison.domain.lookup.query import Question
from liaison.domain.lookup.ranking import GENERIC, Found, Tier, best, with_misspelt, with_words
from liaison.domain.names import TITLES, whole
from liaison.domain.register.index import Shelved
from liaison.domain.register.models import Holder, Office, Person
from liaison.domain.register.snapshot import Register
from liaison.domain.values import CommitteeId, OfficeId, PartnershipId, PersonId

# Little words within a name that may be left out of it.
LINKING = frozenset(["the", "a", "an", "of", "to"])
# Words for whatever is below something: they tell nothing of it.
VAGUE = frozenset(["body", "bodies", "group", "groups", "part", "parts", "partnership", "partnerships"])
MOST_HOLDERS = 20
MOST_GUESSES = 5


def related(register: Register, question: Question) -> Chosen | None:
    """The partnerships of a kind or an area, that report to a committee, or that are below another.

    None where none of these is named for certain.
    """
    if question.kind or question.area:
        shelf = register.index.shelf("partnerships")
        side, asked = (shelf.kinds, question.kind) if question.kind else (shelf.areas, question.area)
        ids = ids_at(register, "partnerships", side.places.get(whole(asked), ()), question.exists_on)
        return _narrowed(register, question, [PartnershipId(id_) for id_ in ids], "") or Chosen()
    if question.into:
        return _merged(register, question)
    if question.reports_to:
        found = certain_ids(register, "committees", question.reports_to, question.exists_on)
        if len(found) != 1:
            return None
        committee = register.committee[CommitteeId(found[0])]
        if not question.said:
            return Chosen(committees=(committee.id,))
        return _narrowed(
            register,
            question,
            [entry.id for entry in register.reporting_to(committee.id)],
            f"reports to {committee.short or committee.name}",
        )
    if question.under:
        above = certain_ids(register, "partnerships", question.under, question.exists_on)
        if len(above) != 1:
            return None
        parent = register.partnership[PartnershipId(above[0])]
        parts = [entry.id for entry in register.parts_of(parent.id) if entry.exists_on(question.day)]
        if not parts and question.members_of and not question.said:
            return Chosen(partnerships=(parent.id,), detail="member bodies")
        return _narrowed(register, question, parts, f"part of {parent.name}") if parts else None
    return None


def _merged(register: Register, question: Question) -> Chosen | None:
    """What merged into the partnership that is named, whenever that was; the partnership itself where nothing did."""
    found = certain_ids(register, "partnerships", question.into, None)
    if len(found) != 1:
        return None
    into = PartnershipId(found[0])
    if merged := tuple(entry.id for entry in register.merged_into(into)):
        return Chosen(partnerships=merged)
    return Chosen(partnerships=(into,), remark="Nothing is recorded to have merged into it.")


def _narrowed(register: Register, question: Question, ids: list[PartnershipId], reason: str) -> Chosen | None:
    """Those of some partnerships that the other words of the question mean."""
    if not VAGUE.issuperset(question.said):
        ranked = rank(register, question.said, question)
        within = set(ranked.partnerships)
        ids = [id_ for id_ in ids if id_ in within]
        if not ids:
            return None
        return Chosen(partnerships=tuple(ids), reasons=dict.fromkeys(ids, reason), sure=ranked.sure)
    return Chosen(partnerships=tuple(ids), reasons=dict.fromkeys(ids, reason))


def certain_ids(register: Register, kind: Shelved, text: str, day: date | None) -> tuple[str, ...]:
    said = tuple(word for word in text.split() if word not in LINKING)
    found = best(register.index.shelf(kind), kind, said, worst=Tier.WORDS) if said else Found()
    return ids_at(register, kind, found.places, day)


def of_the_asker(register: Register, question: Question, me: PersonId | None) -> Chosen:
    if me is None or me not in register.person:
        example = register.people[0].name.split()[-1].casefold() if register.people else "surname"
        raise BadInput(
            "I do not know who you are in the register.",
            f"Type your surname instead, for example /rep {example}.",
        )
    if GENERIC["people"].issuperset(question.said):
        return Chosen(people=(me,))
    there = rank(register, question.said, question)
    if not there.partnerships:
        there = guessing.leaving_out(register, question.said, question) or there
    if not there.partnerships:
        return Chosen()
    return where_they_sit(register, question, [register.person[me]], [], there, sure=there.sure)


# --- A person and an office, or either and a place


def in_office(register: Register, said: tuple[str, ...], question: Question) -> Chosen | None:
    """The person named with an office: "the chairman, Mr Watson"; a guess where the register knows it otherwise."""
    split = _split(register, "people", said, slips=False)
    if split is None:
        return None
    people, rest = cast("list[PersonId]", split[0]), tuple(word for word in split[1] if word not in LINKING)
    shelf = register.index.shelf("offices")
    found = best(shelf, "offices", rest, worst=Tier.WORDS) if rest else Found()
    if rest and not found.places:
        found = best(shelf, "offices", with_chair(rest), worst=Tier.WORDS)
    offices = [OfficeId(id_) for id_ in ids_at(register, "offices", found.places, question.day)]
    if not offices:
        return None
    holders = {who.id for office in offices for who in register.holders_of(office, question.day)}
    if named := tuple(id_ for id_ in people if id_ in holders):
        return Chosen(people=named)
    office = register.office[offices[0]].name
    remark = f"{register.person[people[0]].name} is not recorded as {office}." if len(people) == 1 else None
    return Chosen(people=tuple(people), offices=tuple(offices[:MOST_GUESSES]), instead=remark, sure=False)


def with_chair(said: tuple[str, ...]) -> tuple[str, ...]:
    """The words with "chair" for "chairman", which registers have only for some offices."""
    return tuple("chair" if word == "chairman" else word for word in said)


def together(register: Register, said: tuple[str, ...], question: Question, *, slips: bool) -> Chosen | None:
    """Those of the partnerships meant by some of the words on which the person or office meant by the others sits."""
    kinds: tuple[Shelved, ...] = ("people", "offices")
    for kind in kinds:
        split = _split(register, kind, said, slips=slips)
        if split is None:
            continue
        ids, rest = split
        there = rank(register, rest, question)
        if not there.partnerships or not (slips or there.sure):
            continue
        offices = [office for id_ in ids if (office := register.office.get(OfficeId(id_)))]
        people = [person for id_ in ids if (person := register.person.get(PersonId(id_)))]
        if kind == "people":
            offices = []
        elif not _sit_there(register, question, offices, there):  # the words name no office by the way
            continue
        else:
            people = [who for office in offices for who in register.holders_of(office.id, question.day)]
        found = where_they_sit(register, question, people, offices, there, sure=not slips and there.sure)
        if found.total:
            return found
    return None


def _sit_there(register: Register, question: Question, offices: list[Office], there: Chosen) -> bool:
    """Whether somebody in one of these offices sits on one of these partnerships, or the office itself does."""
    within = set(there.partnerships)
    holders = [who for office in offices for who in register.holders_of(office.id, question.day)]
    held = (
        *(seat for who in holders for seat in register.seats_held_by(who.id, question.day)),
        *(seat for office in offices for seat in register.seats_of_office(office.id, question.day)),
    )
    return any(seat.appointment.partnership in within for seat in held)


def _split(
    register: Register, kind: Shelved, said: tuple[str, ...], *, slips: bool
) -> tuple[list[str], tuple[str, ...]] | None:
    """The entries that some of the words name, and the other words; None where that takes all the words or none."""
    shelf = register.index.shelf(kind)
    places: dict[str, set[int]] = {}
    for word, having in zip(said, with_words(shelf, said, facts=False), strict=True):
        found = having
        if not found and slips and word not in GENERIC["partnerships"]:
            found = with_misspelt(shelf, word)
        if found:
            places[word] = found
    if not any(len(word) > 1 for word in places.keys() - TITLES - GENERIC[kind]):
        return None
    both = set.intersection(*places.values())
    rest = tuple(word for word in said if word not in places and word not in GENERIC[kind])
    if not both or not rest or len(both) > MOST_HOLDERS:
        return None
    return [shelf.ids[place] for place in sorted(both)], rest


def where_they_sit(
    register: Register,
    question: Question,
    people: list[Person],
    offices: list[Office],
    there: Chosen,
    *,
    sure: bool = True,
) -> Chosen:
    within = set(there.partnerships)
    held: list[Holder] = [
        *(seat for person in people for seat in register.seats_held_by(person.id, question.day)),
        *(seat for office in offices for seat in register.seats_of_office(office.id, question.day)),
    ]
    reasons: dict[PartnershipId, str] = {}
    for seat in held:
        where = seat.appointment.partnership
        if where in within:
            who = seat.person.name if seat.person else seat.office.name if seat.office else ""
            reasons.setdefault(where, f"{who}, {seat.appointment.role}")
    if reasons:
        ids = tuple(id_ for id_ in there.partnerships if id_ in reasons)
        return Chosen(partnerships=ids, reasons=reasons, said=there.said, sure=sure)
    if not people or len(within) > MOST_GUESSES:
        return Chosen()
    names = " and ".join(person.name for person in people[:MOST_GUESSES])
    verb = "holds" if len(people) == 1 else "hold"
    return Chosen(
        partnerships=there.partnerships,
        people=tuple(person.id for person in people[:MOST_GUESSES]),
        said=there.said,
        remark=f"{names} {verb} no seat there.",
        sure=sure,
    )
