"""Which entries a question means: by one name, by a relation between two, by person and place, or at worst by a guess."""

from dataclasses import replace
from typing import cast

from liaison.domain.lookup import guessing
from liaison.domain.lookup.chance import by_chance
from liaison.domain.lookup.lists import existing
from liaison.domain.lookup.matching import Chosen, ids_at, rank
from liaison.domain.lookup.query import Question
from liaison.domain.lookup.ranking import GENERIC, MARKS, Tier
from liaison.domain.lookup.relating import LINKING, in_office, of_the_asker, related, together, with_chair
from liaison.domain.lookup.rows import FLAGS
from liaison.domain.lookup.wordings import EVERYTHING, EXCEPT
from liaison.domain.names import singular, whole, words
from liaison.domain.register.choosing import answers_to
from liaison.domain.register.models import Person
from liaison.domain.register.snapshot import Register
from liaison.domain.values import PartnershipId, PersonId

CHAIRS = frozenset(["chair", "chairs", "chaired", "chairing", "chairperson", "chairman", "chairwoman"])


def choose(register: Register, question: Question, *, me: PersonId | None = None) -> Chosen:
    """The entries that a question means. Raises BadInput where it is about the asker, and nobody knows who that is."""
    found = _meant(register, question, me)
    return replace(found, sure=False) if found.sure and by_chance(register, question, found) else found


def _meant(register: Register, question: Question, me: PersonId | None) -> Chosen:
    """The same, whatever stands around the words that fit."""
    if question.me:
        return of_the_asker(register, question, me)
    if found := related(register, question):
        return found
    words = dict.fromkeys(
        [*question.said, *question.reports_to.split(), *question.under.split(), *question.into.split()]
    )
    typed = tuple(word for word in words if word not in LINKING or len(words) == 1)
    said = guessing.repaired(register, typed)
    if not said:
        return Chosen()
    if whole := (
        _all_but(register, said, question)
        or _members(register, said, question)
        or _all_of_them(register, said, question)
    ):
        return whole
    ranked = rank(register, said, question)
    named = ranked.sure and ranked.tier <= Tier.WORDS
    if wide := None if named and not ranked.partnerships else _county_wide(register, said, question, ranked):
        return wide
    if named:
        return _with_namesakes(register, said, ranked)
    if each := (
        _chaired(register, said, question)
        or _each(register, question)
        or _not_marked(register, said, question, ranked)
    ):
        return each
    if ranked.total and ranked.sure:
        return ranked
    if beside := (
        _in_the_chair(register, said, question)
        or in_office(register, said, question)
        or together(register, said, question, slips=False)
        or guessing.surname(register, said, question)
    ):
        return beside
    misspelt = _misspelt_name(register, said, question) or ranked if ranked.total else None
    return misspelt or _guessed(register, typed, said, question)


def _with_namesakes(register: Register, said: tuple[str, ...], found: Chosen) -> Chosen:
    """With the person who is called just so everybody of whom it may be said: Mrs C Egan, where another is "Mrs Egan"."""
    if found.tier != Tier.NAME or not found.people:
        return found
    known = answers_to(register, "people", " ".join(said))
    fuller = (entry.id for entry in known if isinstance(entry, Person) and len(words(entry.name)) > len(said))
    return replace(found, people=tuple(dict.fromkeys((*found.people, *map(PersonId, fuller)))))


def _misspelt_name(register: Register, said: tuple[str, ...], question: Question) -> Chosen | None:
    """What is called just so but for slips of the pen: "police autority"."""
    words = guessing.respelt(register, said)
    found = rank(register, words, question) if words and words != said else Chosen()
    return replace(found, sure=False) if found.total and found.tier == Tier.NAME else None


def _guessed(register: Register, typed: tuple[str, ...], said: tuple[str, ...], question: Question) -> Chosen:
    """What may have been meant by words that no entry accounts for."""
    if none := _none_marked(said):
        return Chosen(instead=none)
    parted = guessing.repaired(register, typed, parting=True)
    ranked = rank(register, parted, question) if parted != said else Chosen()
    if ranked.total:
        return ranked
    return (
        guessing.reworded(register, said, question)
        or together(register, said, question, slips=True)
        or guessing.leaving_out(register, said, question)
        or _respelt(register, said, question)
        or guessing.partly(register, said, question)
        or guessing.partly(register, said, question, facts=True)
        or guessing.sounding(register, said)
        or Chosen()
    )


def _respelt(register: Register, said: tuple[str, ...], question: Question) -> Chosen | None:
    """What several words mean of which more than one is misspelt: "dorest resiliance forum"."""
    words = guessing.respelt(register, said)
    if len(words) < 2 or words == said:  # noqa: PLR2004 - one word is too little to go by
        return None
    found = rank(register, words, question)
    return replace(found, sure=False) if found.total else guessing.partly(register, words, question)


def _none_marked(said: tuple[str, ...]) -> str | None:
    """That nothing bears a mark, where only that was asked: "informal"."""
    marks = [word for word in said if word not in GENERIC["partnerships"]]
    if not marks or not MARKS.issuperset(marks):
        return None
    return f"None is recorded as {' and '.join(FLAGS.get(mark, mark) for mark in marks)}."


Parts = tuple[tuple[str, ...], ...]


def _with_kind(register: Register, parts: Parts) -> Parts:
    """Parts of which the first or the last alone says the kind: "West and Barrow CDRP", "CDRP 1 or 2"."""
    kinds = register.index.shelf("partnerships").kinds.places
    if not parts or sum(singular(word) in kinds for part in parts for word in part) != 1:
        return parts
    if len(parts[-1]) > 1 and singular(parts[-1][-1]) in kinds:
        return (*((*part, parts[-1][-1]) for part in parts[:-1]), parts[-1])
    if len(parts[0]) > 1 and singular(parts[0][0]) in kinds:
        return (parts[0], *((parts[0][0], *part) for part in parts[1:]))
    return parts


def _each(register: Register, question: Question) -> Chosen | None:
    """The entries meant by each part of "csp or laa"; None where a part names nothing for certain."""
    found = [rank(register, part, question) for part in _with_kind(register, question.parts)]
    if not found or not all(each.total and each.sure and each.tier <= Tier.WORDS for each in found):
        return None
    return Chosen(
        partnerships=tuple(dict.fromkeys(id_ for each in found for id_ in each.partnerships)),
        people=tuple(dict.fromkeys(id_ for each in found for id_ in each.people)),
        committees=tuple(dict.fromkeys(id_ for each in found for id_ in each.committees)),
        offices=tuple(dict.fromkeys(id_ for each in found for id_ in each.offices)),
    )


def _county_wide(
    register: Register, said: tuple[str, ...], question: Question, found: Chosen
) -> Chosen | None:
    """All of a kind, where only that and the whole county is named: its name is within the names of some by accident."""
    if found.tier < Tier.WORDS or len(said) == 1:
        return None
    shelf = register.index.shelf("partnerships")
    text = " ".join(singular(word) for word in said)
    for county in register.index.county:
        kind = f" {text} ".replace(f" {county} ", " ").strip()
        places = shelf.kinds.places.get(kind) if kind != text else None
        if not places or any(
            whole(register.partnership[id_].area or "") == county for id_ in found.partnerships
        ):
            continue
        ids = cast("tuple[PartnershipId, ...]", ids_at(register, "partnerships", places, question.exists_on))
        return Chosen(partnerships=ids, groups=found.groups, said=tuple(kind.split()), tier=Tier.WORDS)
    return None


def _chaired(register: Register, said: tuple[str, ...], question: Question) -> Chosen | None:
    """The partnership of which somebody asks who chairs it, where the register does not say."""
    rest = tuple(word for word in said if word not in CHAIRS)
    if not rest or rest == said:
        return None
    found = rank(register, rest, question)
    if found.sure and found.tier <= Tier.WORDS and found.partnerships and not found.committees:
        return replace(found, detail="chair")
    return None


def _in_the_chair(register: Register, said: tuple[str, ...], question: Question) -> Chosen | None:
    """The office of a chair who is called chairman here and not in the register: "chairman of PPP"."""
    found = rank(register, with_chair(said), question) if "chairman" in said else Chosen()
    return found if found.sure and found.tier <= Tier.WORDS and found.offices else None


def _members(register: Register, said: tuple[str, ...], question: Question) -> Chosen | None:
    """The committee of which somebody asks for the members: with it stand all who hold an office in it."""
    rest = tuple(word for word in said if word != "members")
    if not rest or rest == said:
        return None
    found = rank(register, rest, question)
    if found.sure and found.tier <= Tier.WORDS and len(found.committees) == found.total == 1:
        return found
    return None


def _all_of_them(register: Register, said: tuple[str, ...], question: Question) -> Chosen | None:
    """Every committee or office there is, where only that was asked: "committees"."""
    if said == ("committees",):
        return Chosen(
            committees=ids_at(register, "committees", range(len(register.committees)), question.day)
        )
    if said == ("offices",):
        return Chosen(offices=ids_at(register, "offices", range(len(register.offices)), question.day))
    return None


def _all_but(register: Register, said: tuple[str, ...], question: Question) -> Chosen | None:
    """The partnerships that are meant without those that are excepted: "LSP except Eden"."""
    if EXCEPT not in said[:-1] or (said[0] == EXCEPT and question.asked == "entries"):
        return None
    at = said.index(EXCEPT)
    before, after = said[:at], said[at + 1 :]
    excepted = rank(register, after, question)
    everything = EVERYTHING.issuperset(map(singular, before))
    meant = (
        Chosen(partnerships=existing(register, question.day), tier=Tier.WORDS)
        if everything
        else rank(register, before, question)
    )
    sure = meant.sure and excepted.sure and max(meant.tier, excepted.tier) <= Tier.WORDS
    left = tuple(id_ for id_ in meant.partnerships if id_ not in excepted.partnerships)
    if not sure or not left or not excepted.total:
        return None
    return Chosen(partnerships=left, said=() if everything else before, tier=meant.tier)


def _not_marked(
    register: Register, said: tuple[str, ...], question: Question, marked: Chosen
) -> Chosen | None:
    """The partnerships that are meant but for a mark that none of them has: "statutory LSPs"."""
    marks = [word for word in said if word in MARKS]
    rest = tuple(word for word in said if word not in MARKS)
    if not marks or GENERIC["partnerships"].issuperset(rest):
        return None
    found = rank(register, rest, question)
    if not found.sure or found.tier > Tier.WORDS or not found.partnerships:
        return None
    if not set(found.partnerships).isdisjoint(marked.partnerships):
        return None
    first = register.partnership[found.partnerships[0]]
    key = " ".join(singular(word) for word in rest)
    kind = first.kind_short if first.kind_short and whole(first.kind_short) == key else None
    instead = f"{f'No {kind}' if kind else 'None of these'} is recorded as {FLAGS.get(marks[0], marks[0])}."
    return replace(found, sure=False, instead=instead)
