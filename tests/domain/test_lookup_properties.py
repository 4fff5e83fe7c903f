"""Looking things up, whatever is typed: names are found through slips and changes of form, and nonsense never is."""

from collections import defaultdict
from datetime import date
from string import ascii_lowercase

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.domain.dated_register import DATED
from tests.domain.registers import CUMBRIA

from liaison.domain import lookup
from liaison.domain.errors import BadInput
from liaison.domain.lookup import Answer
from liaison.domain.names import FILLERS, TOPICAL, fold
from liaison.domain.register.index import SHELVES
from liaison.domain.register.models import Committee, Office, Partnership, Person
from liaison.domain.register.snapshot import Register

DAY = date(2026, 11, 22)
REGISTERS = {"cumbria": CUMBRIA, "dated": DATED}


def names_of(entry: Partnership | Person | Committee | Office) -> list[str]:
    names = [entry.name, *entry.also_called, *(former.name for former in entry.formerly)]
    if isinstance(entry, Partnership):
        names.append(entry.title)
    if isinstance(entry, Partnership | Committee) and entry.short:
        names.append(entry.short)
    if isinstance(entry, Person):
        names.append(entry.name.split()[-1])
    return names


def named(register: Register) -> dict[str, set[str]]:
    """Every name in a register, with the ids of those who go by it."""
    found = defaultdict[str, set[str]](set)
    entries: list[Partnership | Person | Committee | Office] = [*register.partnerships, *register.people]
    entries += [*register.committees, *register.offices]
    for entry in entries:
        for name in names_of(entry):
            found[fold(name)].add(entry.id)
    return dict(found)


def words_of(register: Register) -> frozenset[str]:
    """Every word by which something in a register is found."""
    shelves = [register.index.shelf(kind) for kind in SHELVES]
    return frozenset(word for shelf in shelves for side in (shelf.names, shelf.facts) for word in side.places)


NAMED = {key: named(register) for key, register in REGISTERS.items()}
KNOWN = {key: words_of(register) for key, register in REGISTERS.items()}
NAMES = [(key, name) for key, names in NAMED.items() for name in sorted(names)]
LONG = [(key, name) for key, name in NAMES if max(map(len, name.split())) >= 5]


def find(register: str, text: str) -> Answer:
    return lookup.find(REGISTERS[register], text, day=DAY)


def ids_of(answer: Answer) -> set[str]:
    offices = [*answer.offices, *(office for entry in answer.committees for office in entry.offices)]
    return {
        *(found.partnership.id for found in answer.partnerships),
        *(found.person.id for found in answer.people),
        *(found.committee.id for found in answer.committees),
        *(found.office.id for found in offices),
    }


@st.composite
def slips(draw: st.DrawFn) -> tuple[str, str, str, str]:
    """A register, a name, how it was typed with one slip in one of its longer words, and that word as typed."""
    register, name = draw(st.sampled_from(LONG))
    words = name.split()
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
    return register, name, " ".join([*words[:place], slip, *words[place + 1 :]]), slip


def is_known(register: str, word: str) -> bool:
    """Whether a word means something by itself: in the register, as a beginning there, or in a question."""
    return (
        any(known.startswith(word.rstrip("s")) for known in KNOWN[register])
        or word in FILLERS | TOPICAL
        or any(known in KNOWN[register] for known in (word, word.removesuffix("s"), f"{word[:-3]}y"))
    )


@settings(max_examples=150, deadline=None)
@given(typed=st.sampled_from(NAMES))
def test_a_09_everything_is_found_by_each_of_its_names(typed: tuple[str, str]) -> None:
    register, name = typed
    answer = find(register, name)
    assert answer.exact
    assert ids_of(answer) & NAMED[register][name]


@settings(max_examples=200, deadline=None)
@given(slip=slips())
def test_one_slip_of_the_pen_still_finds_the_name_and_is_owned_up_to(slip: tuple[str, str, str, str]) -> None:
    register, name, typed, wrong = slip
    answer = find(register, typed)
    assume(answer.asked == "entries")
    assert ids_of(answer) & NAMED[register][name] or is_known(register, wrong)
    if answer.exact:
        assert is_known(register, wrong) or ids_of(answer) & NAMED[register][name]


@settings(max_examples=80, deadline=None)
@given(register=st.sampled_from(sorted(REGISTERS)), text=st.text(max_size=lookup.LONGEST_QUERY))
def test_whatever_is_typed_gets_an_answer_or_a_mend(register: str, text: str) -> None:
    try:
        answer = find(register, text)
    except BadInput:
        return
    assert answer.total or not answer.exact or answer.asked != "entries"
    assert len(answer.near) <= 3
    lookup.some_committees(REGISTERS[register], text)
    lookup.one_partnership(REGISTERS[register], text, day=DAY)


PARTS = (
    *(
        "on",
        "in",
        "since",
        "as of",
        "last",
        "1 march 2009",
        "march",
        "2009",
        "31 june",
        "2/3/09",
        "6 months",
        "ago",
    ),
    *(
        "vacant",
        "expiring",
        "unlinked",
        "to confirm",
        "matrix",
        "ended",
        "me",
        "my",
        "all",
        "who covers",
        "reports to",
    ),
    *(
        "under",
        "csp",
        "cdrps",
        "carlisle",
        "watson",
        "chair",
        "ced",
        "barow",
        "non",
        "statutory",
        "northmoor",
        "2030",
    ),
)


@settings(max_examples=150, deadline=None)
@given(register=st.sampled_from(sorted(REGISTERS)), parts=st.lists(st.sampled_from(PARTS), max_size=7))
def test_every_medley_of_what_can_be_asked_gets_an_answer_or_a_mend(register: str, parts: list[str]) -> None:
    try:
        answer = find(register, " ".join(parts))
    except BadInput:
        return
    assert answer.certainty != "certain" or answer.asked != "entries" or answer.total == 1
    assert answer.certainty == "nothing" or answer.understood
    assert answer.day == answer.today or "on " in answer.understood.casefold()


@settings(max_examples=120, deadline=None)
@given(register=st.sampled_from(sorted(REGISTERS)), text=st.text(ascii_lowercase, min_size=5, max_size=12))
def test_nonsense_is_never_stated_as_if_it_were_a_name(register: str, text: str) -> None:
    assume(not is_known(register, text))
    assume(not any(text.startswith(known) or text.endswith(known) for known in KNOWN[register]))
    try:
        answer = find(register, text)
    except BadInput:
        return
    assert not answer.exact or answer.asked != "entries"


@settings(max_examples=80, deadline=None)
@given(typed=st.sampled_from(NAMES), data=st.data())
def test_capitals_accents_signs_and_spaces_do_not_matter(typed: tuple[str, str], data: st.DataObject) -> None:
    register, name = typed
    varied = data.draw(
        st.sampled_from(
            [
                name.upper(),
                f"  {name.replace(' ', '   ')} ",
                f"“{name}”!",
                name.replace(" and ", " & "),
                name.replace("a", "á"),
                f"who represents us on {name}, please?",
            ]
        )
    )
    assert ids_of(find(register, varied)) == ids_of(find(register, name))


@settings(max_examples=80, deadline=None)
@given(typed=st.sampled_from(NAMES), data=st.data())
def test_the_order_of_the_words_of_a_name_does_not_matter(
    typed: tuple[str, str], data: st.DataObject
) -> None:
    register, name = typed
    shuffled = " ".join(data.draw(st.permutations(name.split())))
    answer = find(register, shuffled)
    assume(answer.asked == "entries" and answer.day == DAY)
    assert answer.total > len(ids_of(answer)) or ids_of(answer) & NAMED[register][name] or answer.total == 0
