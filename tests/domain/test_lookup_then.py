"""What was so on a day: names of that time, partnerships that had ended or not begun, seats to come (A-01, A-06, A-24)."""

from datetime import date

from tests.domain.dated_register import DATED
from tests.domain.registers import CUMBRIA

from liaison.domain import lookup
from liaison.domain.lookup import Answer
from liaison.domain.lookup.structure import tree
from liaison.domain.register.entries import Edit
from liaison.domain.register.models import Appointment, FormerName, Partnership
from liaison.domain.register.snapshot import Register
from liaison.domain.values import AppointmentId, PartnershipId, PersonId
from liaison.handlers.blocks.lookup.answers import answer
from liaison.handlers.blocks.lookup.asks import Ask
from liaison.handlers.blocks.lookup.frame import Reader

TODAY = date(2026, 11, 22)
WEDDING = date(2026, 9, 1)
SHAW, SMITH = PersonId("shaw"), PersonId("smith")
NORTHMOOR, ROADS, VISION = PartnershipId("nm-csp"), PartnershipId("roads"), PartnershipId("cu-vision")


def find(register: Register, text: str) -> Answer:
    return lookup.find(register, text, day=TODAY)


def told(register: Register, text: str) -> tuple[str, str]:
    """The notification, and the first line of the answer."""
    message = answer(find(register, text), Ask(text=text), Reader())
    texts = [block["text"]["text"] for block in message.blocks if block["type"] == "section"]
    return message.text, "\n".join(texts)


def with_seat(
    register: Register, partnership: PartnershipId, person: PersonId, since: date | None
) -> Register:
    seat = Appointment(
        id=AppointmentId("new"), partnership=partnership, role="representative", person=person, since=since
    )
    return register.changed([Edit("appointments", seat.id, seat)])


def test_a_24_nobody_is_said_to_sit_where_a_partnership_has_ended() -> None:
    register = with_seat(DATED, ROADS, SMITH, None)
    ended = "Safer Roads Board, ended 1 April 2026, merged into Highways Safety Partnership."
    assert told(register, "safer roads board") == (
        ended,
        "*Safer Roads Board*, also called Road Safety Partnership, ended 1 April 2026, merged into Highways Safety Partnership.",
    )
    assert (
        "Safer Roads Board: Mrs M Johnson, Mr W Smith."
        in told(register, "safer roads board on 31 march 2026")[0]
    )
    assert not any(place.id == ROADS for entry in find(register, "smith").people for place, _ in entry.seats)


def test_a_24_before_it_began_a_partnership_says_since_when_it_is_there() -> None:
    text, _ = told(DATED, "highways safety on 1 march 2026")
    assert text == "As it was on 1 March 2026: Highways Safety Partnership, began on 1 April 2026."


def test_a_09_who_was_renamed_is_shown_under_the_name_of_that_day() -> None:
    shaw = DATED.person[SHAW].model_copy(
        update={"name": "Mrs L L Shaw-Jones", "formerly": (FormerName(name="Mrs L L Shaw", until=WEDDING),)}
    )
    northmoor = DATED.partnership[NORTHMOOR]
    renamed = Partnership.model_validate(
        {
            **northmoor.model_dump(),
            "name": "Northmoor Safety Partnership",
            "formerly": (FormerName(name=northmoor.name, until=WEDDING),),
        }
    )
    register = DATED.changed([Edit("people", SHAW, shaw), Edit("partnerships", NORTHMOOR, renamed)])
    assert "Mrs L L Shaw, now Mrs L L Shaw-Jones" in told(register, "shaw on 1 august 2026")[1]
    assert "now" not in told(register, "shaw-jones")[1]
    (row,) = find(register, "ncsp on 1 august 2026").partnerships
    assert row.partnership.name == "Northmoor Community Safety Partnership, now Northmoor Safety Partnership"
    assert [held.person.name for held in row.representatives if held.person] == [
        "Mrs L L Shaw, now Mrs L L Shaw-Jones"
    ]
    (row,) = find(register, "ncsp on 1 september 2026").partnerships
    assert row.partnership.name == "Northmoor Safety Partnership"


def test_a_24_lists_and_trees_have_the_names_of_the_day() -> None:
    shaw = CUMBRIA.person[SHAW].model_copy(
        update={"formerly": (FormerName(name="Mrs L Shaw", until=WEDDING),)}
    )
    csp = CUMBRIA.partnership[PartnershipId("cu-csp")].model_copy(
        update={"formerly": (FormerName(name="Cumbria Forum", until=WEDDING),)}
    )
    seat = CUMBRIA.own_seats_of(SHAW)[0].model_copy(update={"since": date(2026, 5, 1)})
    register = CUMBRIA.changed(
        [Edit("people", SHAW, shaw), Edit("partnerships", csp.id, csp), Edit("appointments", seat.id, seat)]
    )
    (began,) = find(register, "since 1 january 2026").changes
    assert began.seat
    assert began.seat.person
    assert began.seat.person.name == "Mrs L Shaw, now Mrs L L Shaw"
    before, after = (
        tree(register, csp.id, day=day).branches[0].partnership.name for day in (date(2026, 5, 1), TODAY)
    )
    assert (before, after) == ("Cumbria Forum, now Cumbria Strategic Partnership", csp.name)


def test_a_01_where_nothing_changed_since_a_day_it_is_shown_as_it_stands() -> None:
    answer = find(CUMBRIA, "watson since 2009")
    assert answer.remark == "No beginning or ending of a seat or an office is recorded since 1 January 2009."
    assert [entry.person.name for entry in answer.people] == ["Mr R Watson"]


def test_a_20_where_no_seat_of_ours_is_listed_is_a_list_of_its_own() -> None:
    for typed in ("no seat", "partnerships without a seat", "where are we not represented"):
        answer = find(CUMBRIA, typed)
        assert (answer.asked, answer.total) == ("no seat", 7)
    text, _ = told(CUMBRIA, "partnerships with no authority seat")
    assert text.startswith("7 partnerships list no seat of ours.")


def test_a_01_a_seat_to_come_is_said_where_nobody_sits_today() -> None:
    register = with_seat(CUMBRIA, VISION, SHAW, date(2027, 1, 1))
    text, shown = told(register, "cumbria vision")
    assert text == "Cumbria Vision: Mrs L L Shaw from 1 January 2027."
    assert "Mrs L L Shaw from 1 January 2027" in shown
    assert "from 1 January 2027" not in told(register, "cumbria vision on 2 january 2027")[0]


def test_a_10_a_group_counts_only_what_is_there_on_the_day() -> None:
    (first, *_) = find(CUMBRIA, "lsp").partnerships
    ended = first.partnership.model_copy(update={"until": date(2026, 7, 1)})
    register = CUMBRIA.changed([Edit("partnerships", ended.id, ended)])
    assert [entry.named for entry in find(register, "lsp").groups] == [
        entry.named - 1 for entry in find(CUMBRIA, "lsp").groups
    ]
    assert find(register, "lsp").total == find(CUMBRIA, "lsp").total - 1


def test_ux_07_an_only_guess_is_taken_with_one_press() -> None:
    message = answer(find(CUMBRIA, "scrutiny board"), Ask(text="scrutiny board"), Reader())
    (guess,) = [block for block in message.blocks if "accessory" in block]
    assert guess["accessory"]["text"]["text"] == "Yes, that one"


def test_a_08_my_own_seats_show_who_stands_in_and_lead_to_all_of_each() -> None:
    found = lookup.find(CUMBRIA, "me", day=TODAY, me=SHAW)
    message = answer(found, Ask(text="me"), Reader())
    seats = [block for block in message.blocks if "accessory" in block]
    assert [seat["accessory"]["text"]["text"] for seat in seats] == ["Details"] * len(found.people[0].seats)
    assert "• Barrow CDRP: representative. Substitute: Mr W Smith" in [seat["text"]["text"] for seat in seats]


def test_a_18_a_mark_that_nothing_bears_is_said_to_be_on_none() -> None:
    assert told(CUMBRIA, "informal")[0].startswith("None is recorded as informal. ")


def test_a_05_a_short_name_within_the_name_is_not_said_twice() -> None:
    assert "(Personnel)" not in told(CUMBRIA, "personnel committee")[1]
    assert "(Authority)" not in told(CUMBRIA, "full authority")[1]
    assert "(CED)" in told(CUMBRIA, "ced members")[1]
