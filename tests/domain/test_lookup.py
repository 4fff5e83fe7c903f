"""Looking things up: whoever knows a name, or nearly knows it, finds what it names, and never something else."""

from collections import defaultdict
from datetime import date, timedelta
from string import ascii_lowercase

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.domain.registers import (
    BARROW,
    CHAIR,
    CHANGING,
    CUMBRIA,
    EDEN,
    EGAN,
    FORUM,
    HANDOVER,
    PPP,
    SHAW,
    SMITH,
)

from liaison.domain import lookup
from liaison.domain.errors import BadInput
from liaison.domain.lookup import Answer
from liaison.domain.names import fold
from liaison.domain.register.models import Committee, Partnership, Person, names_of

DAY = date(2026, 11, 22)
BEFORE = HANDOVER - timedelta(days=1)


def names_of_partnership(partnership: Partnership) -> list[str]:
    names = [partnership.name, partnership.title, *partnership.also_called]
    return [*names, partnership.short] if partnership.short else names


def named() -> dict[str, set[str]]:
    """Every name of 5 letters or more in Cumbria's register, with the ids of those who go by it."""
    found = defaultdict[str, set[str]](set)
    for partnership in CUMBRIA.partnerships:
        for name in names_of_partnership(partnership):
            found[name].add(partnership.id)
    for person in CUMBRIA.people:
        found[person.name].add(person.id)
        found[person.name.split()[-1]].add(person.id)
    for committee in CUMBRIA.committees:
        found[committee.name].add(committee.id)
    return {name: ids for name, ids in found.items() if max(map(len, fold(name).split())) >= 5}


NAMED = named()
KNOWN_WORDS = {
    word
    for name in (
        *(name for entry in CUMBRIA.partnerships for name in names_of_partnership(entry)),
        *(str(entry.kind) for entry in CUMBRIA.partnerships),
        *(str(entry.area) for entry in CUMBRIA.partnerships),
        *(person.name for person in CUMBRIA.people),
        *(f"{entry.name} {entry.short} {' '.join(entry.also_called)}" for entry in CUMBRIA.committees),
        *(f"{entry.name} {' '.join(entry.also_called)}" for entry in CUMBRIA.offices),
    )
    for word in fold(name).split()
}


def find(text: str) -> Answer:
    return lookup.find(CUMBRIA, text, day=DAY)


def ids_of(answer: Answer) -> set[str]:
    return {
        *(found.partnership.id for found in answer.partnerships),
        *(found.person.id for found in answer.people),
        *(found.committee.id for found in answer.committees),
        *(found.office.id for found in answer.offices),
    }


@st.composite
def slips(draw: st.DrawFn) -> tuple[str, str, str, str]:
    """A name, how it was typed with one slip in one of its longer words, and that word before and after."""
    name = draw(st.sampled_from(sorted(NAMED)))
    words = fold(name).split()
    place = draw(st.sampled_from([at for at, word in enumerate(words) if len(word) >= 5]))
    word = words[place]
    at = draw(st.integers(0, len(word) - 1))
    letter = draw(st.sampled_from(ascii_lowercase))
    slip = draw(
        st.sampled_from(
            [
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + letter + word[at + 1 :],
                word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
            ]
        )
    )
    assume(slip != word)
    return name, " ".join([*words[:place], slip, *words[place + 1 :]]), word, slip


@pytest.mark.parametrize("partnership", CUMBRIA.partnerships, ids=lambda entry: str(entry.id))
def test_a_partnership_comes_first_under_each_of_its_names(partnership: Partnership) -> None:
    for name in names_of_partnership(partnership):
        answer = find(name)
        namesakes = [
            other
            for other in CUMBRIA.partnerships
            if fold(name) in {fold(known) for known in names_of_partnership(other)}
        ]
        first = [found.partnership for found in answer.partnerships[: len(namesakes)]]
        assert answer.exact, name
        assert partnership in first, name


@pytest.mark.parametrize("person", CUMBRIA.people, ids=lambda person: str(person.id))
def test_a_person_is_found_by_full_name_and_by_surname(person: Person) -> None:
    for name in (person.name, person.name.split()[-1], person.name.upper(), f"who is {person.name}?"):
        answer = find(name)
        assert answer.exact
        assert [found.person for found in answer.people] == [person]
        assert answer.count == 1


@pytest.mark.parametrize("committee", CUMBRIA.committees, ids=lambda committee: str(committee.id))
def test_a_committee_is_found_by_each_of_its_names(committee: Committee) -> None:
    for name in filter(None, (committee.name, committee.short, *committee.also_called)):
        answer = find(name)
        assert answer.exact
        assert [found.committee for found in answer.committees] == [committee]


@settings(max_examples=300, deadline=None)
@given(slip=slips())
def test_one_slip_of_the_pen_still_finds_the_name_and_is_owned_up_to(slip: tuple[str, str, str, str]) -> None:
    name, typed, word, wrong = slip
    answer = find(typed)
    assert ids_of(answer) & NAMED[name] or wrong in KNOWN_WORDS
    if answer.exact:
        # Then it was no slip: it begins the word, it has an s more, or it is a word of the register itself.
        one_more = wrong.rstrip("s") == word.rstrip("s")
        assert word.startswith(wrong) or one_more or any(known.startswith(wrong) for known in KNOWN_WORDS)


@settings(max_examples=120, deadline=None)
@given(text=st.text(max_size=lookup.LONGEST_QUERY))
def test_whatever_is_typed_gets_an_answer(text: str) -> None:
    answer = find(text)
    assert answer.count or not answer.exact
    assert len(answer.near) <= 3
    lookup.some_committees(CUMBRIA, text)
    lookup.one_partnership(CUMBRIA, text, day=DAY)


@settings(max_examples=200, deadline=None)
@given(text=st.text(ascii_lowercase, min_size=5, max_size=12))
def test_nonsense_is_never_stated_as_if_it_were_a_name(text: str) -> None:
    assume(not any(known.startswith(text) for known in KNOWN_WORDS))
    assert not find(text).exact


@settings(max_examples=100, deadline=None)
@given(name=st.sampled_from(sorted(NAMED)), data=st.data())
def test_capitals_accents_signs_and_spaces_do_not_matter(name: str, data: st.DataObject) -> None:
    typed = data.draw(
        st.sampled_from(
            [
                name.upper(),
                name.lower(),
                f"  {name.replace(' ', '   ')} ",
                f"“{name}”!",
                name.replace(" and ", " & "),
                name.replace("a", "á"),
                name.replace("'", "\u2019"),
                f"who represents us on {name}?",
            ]
        )
    )
    assert ids_of(find(typed)) == ids_of(find(name))


def test_a_text_too_long_for_a_name_is_refused_with_an_example() -> None:
    with pytest.raises(BadInput, match=r"201 characters.*too long for a name.*/rep barrow"):
        find("b" * 201)


@pytest.mark.parametrize(
    ("kind", "how_many"),
    [
        ("LSP", 5),
        ("local strategic partnership", 5),
        ("CDRP", 4),
        ("crime and disorder reduction partnership", 4),
        ("thematic partnership", 7),
        ("scrutiny panel", 1),
    ],
)
@pytest.mark.parametrize("plural", [False, True], ids=["one", "several"])
def test_a_kind_finds_every_partnership_of_that_kind(kind: str, how_many: int, plural: bool) -> None:
    """The documents themselves write "CDRPs" and "Thematic Partnerships": a plural is no misspelling."""
    answer = find(f"{kind}s" if plural else kind)
    wanted = {entry.id for entry in CUMBRIA.partnerships if kind in (entry.kind, entry.kind_short)}
    assert len(wanted) == how_many
    assert {found.partnership.id for found in answer.partnerships} == wanted
    assert answer.exact


@pytest.mark.parametrize(
    ("area", "kinds"),
    [
        ("Carlisle", {"LSP", "CDRP"}),
        ("Eden", {"LSP", "CDRP"}),
        ("South Lakeland", {"LSP", "CDRP"}),
        ("West Cumbria", {"LSP", "CDRP"}),
        ("Barrow", {"LSP", "CDRP"}),
    ],
)
def test_an_area_finds_every_partnership_in_it(area: str, kinds: set[str]) -> None:
    answer = find(area)
    assert {found.partnership.kind_short for found in answer.partnerships} == kinds
    assert all(area in str(found.partnership) for found in answer.partnerships)


@pytest.mark.parametrize("typed", ["Chairman", "chair of PPP", "CED chair"])
def test_an_office_is_found_with_the_member_who_holds_it(typed: str) -> None:
    found = find(typed).offices
    holders = {"Chairman": "Mr R Watson", "chair of PPP": "Mrs C Egan", "CED chair": "Mr W Smith"}
    assert [entry.person.name for entry in found[0].holders] == [holders[typed]]
    assert len(found) == 1


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("CED", ("ced",)),
        ("PPP and CED", ("ppp", "ced")),
        ("ced, personnel; ppp", ("ced", "personnel", "ppp")),
        ("ced and ced", ("ced",)),
        ("Communities, Equality and Diversity Committee", ("ced",)),
        ("Policing Plan and Performance Committee", ("ppp",)),
        ("CED and the moon", ()),
        ("", ()),
    ],
)
def test_one_or_several_committees_are_read_from_one_answer(typed: str, names: tuple[str, ...]) -> None:
    assert tuple(committee.id for committee in lookup.some_committees(CUMBRIA, typed)) == names


def test_a_near_miss_is_offered_the_names_it_may_have_meant() -> None:
    assert "Cumbria Pensions Forum" in find("cumbrian pensioners fora").near
    assert find("🎉").near == ()


def test_the_answer_is_that_of_the_day_asked_about() -> None:
    def seats(day: date) -> tuple[tuple[str, ...], tuple[bool, ...]]:
        (row,) = lookup.find(CHANGING, "Barrow", day=day).partnerships
        return names_of(row.representatives), tuple(seat.appointment.vacant for seat in row.substitutes)

    assert seats(BEFORE) == (("Mrs C Egan",), ())
    assert seats(HANDOVER) == (("Mrs L L Shaw",), (True,))


@given(day=st.dates())
def test_on_every_day_exactly_one_of_two_in_succession_sits(day: date) -> None:
    held = CHANGING.seats_of(BARROW, day, "representative")
    assert names_of(held) == (("Mrs C Egan",) if day < HANDOVER else ("Mrs L L Shaw",))


@given(day=st.dates())
def test_a_21_a_seat_of_an_office_is_its_holders_on_the_day(day: date) -> None:
    chair = EGAN if day < HANDOVER else SMITH
    assert [person.id for person in CHANGING.holders_of(CHAIR, day)] == [chair]
    (row,) = lookup.find(CHANGING, "Pensions Forum", day=day).partnerships
    (seat,) = row.representatives
    assert seat.person
    assert (seat.person.id, seat.office) == (chair, CHANGING.office[CHAIR])


def test_b_21_the_seat_goes_with_the_office_to_its_next_holder() -> None:
    def seats(name: str, day: date) -> set[str]:
        (entry,) = lookup.find(CHANGING, name, day=day).people
        return {partnership.id for partnership, _ in entry.seats}

    assert (seats("Egan", BEFORE), seats("Egan", HANDOVER)) == ({BARROW, FORUM}, set())
    assert (seats("Smith", BEFORE), seats("Smith", HANDOVER)) == (set(), {FORUM})
    assert (seats("Shaw", BEFORE), seats("Shaw", HANDOVER)) == (set(), {BARROW})


def test_an_office_without_a_recorded_holder_stands_for_itself_and_is_no_vacancy() -> None:
    (row,) = lookup.find(CHANGING, "Pensions Forum", day=DAY).partnerships
    (seat,) = row.substitutes
    assert (seat.person, seat.office and seat.office.name, seat.appointment.vacant) == (None, "Clerk", False)


def test_a_vacancy_counts_only_while_it_runs() -> None:
    assert lookup.vacancies(CHANGING, day=BEFORE).seats == ()
    ((partnership, seat),) = lookup.vacancies(CHANGING, day=HANDOVER).seats
    assert (partnership.id, seat.appointment.role) == (BARROW, "substitute")


def test_a_05_a_committee_shows_its_offices_and_what_reports_to_it() -> None:
    (entry,) = lookup.find(CHANGING, "PPP", day=HANDOVER).committees
    assert entry.committee.id == PPP
    assert [holder.person.id for office in entry.offices for holder in office.holders] == [SMITH]
    assert [row.partnership.id for row in entry.partnerships] == [BARROW]


def test_a_partnership_without_seats_has_an_empty_row() -> None:
    (row,) = lookup.find(CHANGING, "Eden", day=DAY).partnerships
    assert row.partnership.id == EDEN
    assert (row.representatives, row.substitutes, row.support_officers, row.link_officers) == ((), (), (), ())


def test_a_07_the_matrix_counts_seats_by_the_day() -> None:
    def counts(day: date) -> tuple[int, int, int, int, int]:
        grid = lookup.matrix(CHANGING, day=day)
        return grid.seats, grid.filled, grid.vacant, grid.substitutes, grid.members

    assert counts(BEFORE) == (2, 2, 0, 1, 1)
    assert counts(HANDOVER) == (2, 2, 0, 1, 2)


def test_a_08_a_person_is_shown_with_offices_and_seats() -> None:
    answer = lookup.about_person(CHANGING, SHAW, day=HANDOVER)
    (entry,) = answer.people
    assert (entry.person.name, entry.offices, len(entry.seats)) == ("Mrs L L Shaw", (), 1)
