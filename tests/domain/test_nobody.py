"""A vacancy, however it is written, is nobody's name; and nobody's name is taken for a vacancy (A-06)."""

import time
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.domain.nobody import is_left_open, means_nobody, words_of_the_list
from liaison.domain.register.loading import from_pack
from liaison.storage.packs import load_pack, pack_names

VACANCIES = (
    *(
        "Vacant since May 2009",
        "Vacant (Mr Cole resigned)",
        "Vacancy - Mr Cole resigned",
        "To be advised (Chair)",
    ),
    *("TBA (May 2009)", "TBC 2009", "vacant, to be advised", "Vacant / TBA", "Tba/tbc", "Casual vacancy"),
    *(
        "Vacant until May",
        "Vacant pending election",
        "To be advised shortly",
        "To be appointed after the AGM",
    ),
    *("None appointed", "Not applicable", "?", "Cllr TBA", "Name to be advised", "A N Other"),
    *(
        "[Vacant] Mr Cole resigned",
        "(vacant)",
        "Vacant\u2014Mr Cole resigned",
        "VACANT: see minutes",
        "Mr A. N. Other",
    ),
    *(
        "Vacant. Mr Cole resigned.",
        "Vacant, Mr Cole having resigned",
        "Vacant from 1 May 2009 (to be filled)",
    ),
    *("Currently vacant", "The seat is vacant", "2 vacancies", "Vacant seat 2", "TBC 1", "Labour vacancy"),
    *("Councillor to be confirmed", "Member to be nominated by the group", "Awaiting nomination", "Awaited"),
    *(
        "No one appointed yet",
        "Nobody at present",
        "none, at present",
        "N/A",
        "n/k",
        "T.B.A. by the council",
        "-",
    ),
    *("Not yet known", "Nomination awaited", "Vacant following Mr Cole's death", "Still to be advised", "??"),
)
NAMES = (
    *("Mr Nil Vacant-Smith", "Vacant Smith", "Mr Nobody", "Councillor None", "Toby Advised", "Mrs N Atbc"),
    *("Mrs N A Smith", "N.A. Smith", "N A (Tony) Smith", "T.B.C. Smith", "Mr A N Otherton", "Ms To Be Wong"),
    *("Mr Cole (vacant from May)", "Mr Cole - seat vacant from May", "Mr Cole, until the vacancy is filled"),
    *("Mr A B Empty", "Ms Una Known", "Chair", "Mr Seat", "Dr May Post", "Will Follow", "Mr Noname", ""),
)
TITLES = ("", "Cllr ", "Mr ", "Councillor ", "Name ", "the ")
WORDS = (
    "Vacant",
    "vacancy",
    "TBA",
    "tbc",
    "To be advised",
    "to be confirmed",
    "Not yet appointed",
    "unfilled",
)
AFTERWARDS = (
    *(
        "",
        " since {}",
        " until {}",
        " till {}",
        " as of {}",
        " pending {}",
        " after {}",
        " in {}",
        " on {}",
        " by {}",
    ),
    *(" 2009", " ({})", " [{}]", " - {}", " \u2013 {}", "\u2014{}", ", to be advised", " / TBC", " May 2009"),
)


@pytest.mark.parametrize("written", VACANCIES)
def test_a_06_a_vacancy_is_nobody_whatever_is_said_of_it(written: str) -> None:
    assert is_left_open(written)
    assert means_nobody(written)


@pytest.mark.parametrize("name", NAMES)
def test_a_06_a_name_is_a_name(name: str) -> None:
    assert not means_nobody(name)


@given(
    st.sampled_from(TITLES),
    st.sampled_from(WORDS),
    st.sampled_from(AFTERWARDS),
    st.text(min_size=1, max_size=40),
)
def test_a_06_whatever_qualifies_a_vacancy_leaves_it_one(title: str, word: str, then: str, said: str) -> None:
    assert means_nobody(f"{title}{word}{then.format(f'x{said}')}")


def test_a_06_nobody_of_any_pack_is_taken_for_a_vacancy() -> None:
    """Neither as named, nor with what may stand after a name."""
    registers = [from_pack(load_pack(key), since=date(2009, 5, 1)) for key in pack_names()]
    names = [name for known in registers for each in known.people for name in (each.name, *each.also_called)]
    assert len(names) > len(registers)
    for name, then in product(names, AFTERWARDS):
        assert not means_nobody(f"{name}{then.format('May')}"), name


@pytest.mark.parametrize(
    "start", ["vacant ", "the ", "mr ", "tba ", "not ", "no ", "vacant (", "2 ", "to be "]
)
def test_a_long_text_is_read_at_once(start: str) -> None:
    began = time.perf_counter()
    means_nobody(start * 5_000 + "x")
    means_nobody("a" + start * 5_000)
    assert time.perf_counter() - began < 1


def test_a_06_what_a_list_says_beyond_vacant_is_kept() -> None:
    for plain in ("Vacant", "-", "?", "N/A", "Not applicable", "(vacant)", " "):
        assert words_of_the_list(plain) is None
    assert words_of_the_list("Vacant  (Mr Cole resigned)") == "Vacant (Mr Cole resigned)"
    assert words_of_the_list("To be advised shortly") == "To be advised shortly"
