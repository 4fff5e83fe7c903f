"""What may be stated as certain and what is only offered, and lists of what is not there (A-09, X-32)."""

from datetime import date, timedelta

import pytest
from tests.domain.registers import CUMBRIA, SHAW

from liaison.domain import lookup
from liaison.domain.errors import BadInput
from liaison.domain.lookup import Answer
from liaison.domain.register.entries import Edit
from liaison.domain.register.loading import from_pack
from liaison.domain.register.models import Person
from liaison.domain.register.snapshot import Register
from liaison.domain.values import PartnershipId, PersonId
from liaison.handlers.blocks.lookup.answers import answer
from liaison.handlers.blocks.lookup.asks import Ask, read
from liaison.handlers.blocks.lookup.frame import Reader
from liaison.handlers.blocks.lookup.matrix import matrix
from liaison.storage.packs import load_pack

TODAY = date(2026, 11, 22)
CAMBRIDGESHIRE = from_pack(load_pack("cambridgeshire"), since=TODAY)
DORSET = from_pack(load_pack("dorset"), since=TODAY)


def find(text: str, register: Register = CUMBRIA) -> Answer:
    return lookup.find(register, text, day=TODAY)


def first(found: Answer) -> str:
    """The id of the first entry."""
    entries = [
        *(row.partnership.id for row in found.partnerships),
        *(entry.person.id for entry in found.people),
        *(entry.committee.id for entry in found.committees),
        *(entry.office.id for entry in found.offices),
    ]
    return next(iter(entries), "")


def told(found: Answer, text: str) -> str:
    """All that the message says."""
    message = answer(found, Ask(text=text), Reader())
    return "\n".join([message.text, *(str(block) for block in message.blocks)])


def test_part_of_somebodys_post_is_no_name_for_where_they_sit() -> None:
    assert find("chief constable").certainty == "guess"
    assert find("divisional commander", DORSET).certainty == "certain"


def test_words_from_here_and_there_are_a_coincidence() -> None:
    assert find("community safety").certainty != "certain"
    assert find("police act 1996", CAMBRIDGESHIRE).certainty != "certain"
    assert find("domestic violence").certainty == "choice"


def test_of_slips_of_the_pen_the_fewest_count() -> None:
    assert (first(find("furneax")), first(find("police autority"))) == ("furneaux", "authority")


def test_two_misspelt_words_are_mended_together() -> None:
    found = find("dorest resiliance forum", DORSET)
    assert (found.certainty, first(found)) == ("guess", "do-lrf")


def test_half_of_a_name_says_enough_and_less_is_a_guess() -> None:
    assert find("peterb", CAMBRIDGESHIRE).certainty == "choice"
    assert find("peter", CAMBRIDGESHIRE).certainty == "guess"


@pytest.mark.parametrize(
    ("asked", "talk", "meant"),
    [
        ("stoppers", "stop it", "cu-crimestoppers"),
        ("waste partnership", "what a waste", "cu-waste"),
        ("the waste partnership please", "waste it", "cu-waste"),
        ("who is on waste", "waste on", "cu-waste"),
        ("road safety", "road works", "cu-road-safety"),
        ("health", "how is your health", "cu-health"),
    ],
)
def test_one_word_of_a_name_is_meant_where_the_register_is_asked(asked: str, talk: str, meant: str) -> None:
    """Beside words that ask nothing of a register it is a guess: small talk gets no confident answer (X-32)."""
    assert (find(asked).certainty, first(find(asked))) == ("certain", meant)
    assert (find(talk).certainty, first(find(talk))) == ("guess", meant)


def test_what_ends_before_a_month_is_still_to_come() -> None:
    found = find("appointments expiring before march")
    assert (found.asked, found.day, found.until) == ("expiring", TODAY, date(2027, 2, 28))
    assert find("terms ending this year").until == date(2026, 12, 31)


@pytest.mark.parametrize("typed", ["on", "since", "as of"])
def test_a_day_that_is_missing_is_asked_for(typed: str) -> None:
    with pytest.raises(BadInput, match="The day is missing"):
        find(typed)


def test_since_a_day_that_is_to_come_leads_to_what_ends() -> None:
    with pytest.raises(BadInput, match=r"still to come.*/rep expiring by 1 December 2026"):
        find("since 1 december 2026")


def test_an_act_of_some_year_is_no_day() -> None:
    assert find("crime and disorder act 1998", CAMBRIDGESHIRE).day == TODAY


def test_members_without_a_seat_are_people_and_no_partnerships() -> None:
    idle = Person(id=PersonId("halfpenny-2"), name="Mrs C Halfpenny")
    office = next(term for term in CUMBRIA.terms if term.person != SHAW)
    register = CUMBRIA.changed(
        [
            Edit("people", idle.id, idle),
            Edit("terms", "idle", office.model_copy(update={"id": "idle", "person": idle.id})),
        ]
    )
    found = find("members with no seat", register)
    assert (found.asked, [entry.person.id for entry in found.people]) == ("unseated", [idle.id])
    assert "1 member holds no seat" in told(found, "members with no seat")
    assert find("members with no seat").total == 0


def test_members_without_an_office_and_with_several_seats_are_listed() -> None:
    found = find("members with no office")
    assert (found.asked, found.total) == ("no office", 4)
    assert not any(entry.offices for entry in found.people)
    assert "4 members hold no office" in told(found, "members with no office")
    assert find("who holds no office on the carlisle and eden cdrp").total == 1
    for asked in ("who has more than one seat", "more than one seat", "which members hold several seats"):
        found = find(asked)
        assert (found.asked, found.certainty, found.total) == ("several seats", "certain", 7), asked
        assert all(len(entry.seats) > 1 for entry in found.people)
        counts = [len(entry.seats) for entry in found.people]
        assert counts == sorted(counts, reverse=True), "the most seats first"
        assert "7 people have several seats" in told(found, asked)
    assert find("partnerships with more than one seat").asked == "entries"
    assert find("who has more than one seat on the cdrps").total == 0


def test_a_12_what_is_asked_of_a_partnership_is_said_of_it() -> None:
    assert "Member bodies: " in told(find("members of lrf", DORSET), "members of lrf")
    met = find("when did the dsp last meet", DORSET)
    assert (first(met), "Last met: 27 May 2010" in told(met, "when did the dsp last meet")) == (
        "do-dsp",
        True,
    )
    assert "Next meeting: not recorded" in told(find("when does ced meet"), "when does ced meet")
    assert first(find("dcjb sub groups", DORSET)) == "do-dcjb"


def test_a_20_a_group_says_where_its_representatives_are_appointed() -> None:
    assert "Appointed at: Annual General Meeting" in told(find("cdrps", CAMBRIDGESHIRE), "cdrps")


def test_a_07_the_matrix_is_narrowed_to_just_the_kind_or_the_area_that_was_chosen() -> None:
    (row,) = lookup.matrix(CUMBRIA, day=TODAY, text="of kind strategic partnership").rows
    assert row.partnership.id == "cu-csp"
    county = lookup.matrix(CUMBRIA, day=TODAY, text="in area cumbria")
    assert {row.partnership.area for row in county.rows} == {"Cumbria"}
    assert county.understood == "The matrix, Cumbria"
    none = find("matrix of kind csp")
    assert "No partnership of the register fits that." in str(
        matrix(none, CUMBRIA.kinds, CUMBRIA.areas, Ask(text="matrix of kind csp"), Reader()).blocks
    )


@pytest.mark.parametrize(
    "called", ["J & P", "a, b", "since 2010", "CSP on 1 May 2009", "of kind X", "Health & Well-being"]
)
def test_a_07_every_kind_of_the_menu_finds_its_own(called: str) -> None:
    barrow = CUMBRIA.partnership[PartnershipId("cu-cdrp-barrow")].model_copy(
        update={"kind": called, "kind_short": None, "area": None}
    )
    register = CUMBRIA.changed([Edit("partnerships", barrow.id, barrow)])
    (row,) = lookup.matrix(register, day=TODAY, text=f"of kind {called}").rows
    assert row.partnership.id == barrow.id


def test_the_whole_matrix_is_of_the_same_day_and_says_what_it_does_not_know() -> None:
    asked = find("barrow on 1 march 2009")
    message = answer(asked, Ask(text="barrow on 1 march 2009"), Reader())
    (button,) = [
        element
        for block in message.blocks
        for element in block.get("elements", ())
        if element.get("action_id") == "lookup.matrix"
    ]
    text = read(button["value"]).text
    assert text == "matrix on 1 March 2009"
    heading = matrix(find(text), CUMBRIA.kinds, CUMBRIA.areas, Ask(text=text), Reader()).blocks[0]["text"][
        "text"
    ]
    assert heading.count("1 March 2009") == 1
    assert "does not say since when" in heading


def test_a_24_what_ended_leads_to_what_it_merged_into() -> None:
    eden, carlisle = PartnershipId("cu-lsp-eden"), PartnershipId("cu-lsp-carlisle")
    ended = CUMBRIA.partnership[eden].model_copy(
        update={"until": TODAY - timedelta(days=1), "merged_into": carlisle}
    )
    found = find("eden lsp", CUMBRIA.changed([Edit("partnerships", eden, ended)]))
    assert "See what it merged into" in told(found, "eden lsp")


def test_ux_07_from_details_there_is_a_way_back() -> None:
    message = answer(find("chair"), Ask(text="chair"), Reader())
    values = [read(block["accessory"]["value"]) for block in message.blocks if "accessory" in block]
    assert values
    assert {ask.went_back().text for ask in values} == {"chair"}
    opened = answer(find(values[0].text), values[0], Reader())
    assert "Back to the answer" in str(opened.blocks)


def test_the_authority_that_asks_is_no_committee_of_it() -> None:
    assert find("partnerships where the authority has no seat").total == 7


def test_a_02_where_somebody_stands_in_is_said_and_not_who_stands_in_for_them() -> None:
    typed = "where is halfpenny standing in"
    assert "Stands in on South Lakeland CDRP for " in told(find(typed), typed)


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("road safety, formal or informal?", "statutory status not stated, formal"),
        ("is barrow cdrp statutory or non statutory", "statutory, formal"),
        ("is the furness partnership statutory", "not statutory"),
    ],
)
def test_a_18_a_19_whether_it_is_marked_so_is_said(typed: str, status: str) -> None:
    assert f"Status: {status}." in told(find(typed), typed)


def test_a_list_that_a_guess_leaves_empty_is_no_dead_end() -> None:
    found = find("why has the local area agreement no member of ours on it")
    assert first(found) == "cu-laa"


def test_a_05_all_committees_are_a_list() -> None:
    assert [entry.committee.id for entry in find("committees").committees] == [
        entry.id for entry in CUMBRIA.committees
    ]


def test_an_area_and_a_kind_narrow_together() -> None:
    assert [row.partnership.id for row in find("cdrps in area barrow").partnerships] == ["cu-cdrp-barrow"]


def test_words_of_an_office_by_the_way_name_nobody() -> None:
    found = find("community safety")
    assert not found.people
    assert found.remark is None


def test_a_06_a_seat_that_was_left_is_vacant_in_every_answer() -> None:
    barrow = PartnershipId("cu-cdrp-barrow")
    (own,) = (seat for seat in CUMBRIA.all_seats_of(barrow) if seat.role == "representative")
    register = CUMBRIA.changed([Edit("appointments", own.id, own.model_copy(update={"until": TODAY}))])
    assert "Barrow CDRP*: vacant. Substitute: Mr W Smith" in told(
        find("barrow cdrp", register), "barrow cdrp"
    )
    before, after = (lookup.matrix(each, day=TODAY) for each in (CUMBRIA, register))
    assert (after.seats, after.vacant) == (before.seats, before.vacant + 1)


def test_a_02_a_substitute_to_come_is_said() -> None:
    barrow = PartnershipId("cu-cdrp-barrow")
    (own,) = (seat for seat in CUMBRIA.all_seats_of(barrow) if seat.role == "substitute")
    later = own.model_copy(update={"since": date(2027, 1, 1)})
    register = CUMBRIA.changed([Edit("appointments", own.id, later)])
    assert "Substitute: Mr W Smith from 1 January 2027." in told(find("barrow cdrp", register), "barrow cdrp")
