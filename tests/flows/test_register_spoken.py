"""What staff say of an end, a merger or an appointment in one line: nothing of it is dropped without a word (UX-07)."""

from datetime import date

import pytest
from tests.flows.office import Office
from tests.flows.test_register_forms import closed

from liaison.domain.register import codes
from liaison.domain.register.entries import Edit
from liaison.domain.values import AppointmentId, PartnershipId
from liaison.sandbox.language.people import Person

LAKELAND, BARROW = PartnershipId("cu-cdrp-south-lakeland"), PartnershipId("cu-cdrp-barrow")


@pytest.fixture
def officer(office: Office) -> Person:
    return office.staff("committee-services-officer")


def test_a24_a_merger_and_an_end_are_filled_in_as_they_were_typed(officer: Person) -> None:
    officer.types("/partnership merge eden lsp into carlisle partnership on 1 december 2026")
    form = officer.form("Merge the partnership")
    form.sees("The first day without it.").sees("Merge").does_not_see("End it")
    assert form.field("Ended").value == "2026-12-01"
    assert form.field("Merged into").value == "Carlisle Partnership (LSP)"
    form.submit()
    closed(officer)
    officer.dm.saw("Ended: before not recorded, after 1 December 2026").saw(
        "Merged into: before not recorded"
    )
    officer.types("/rep eden lsp").sees("ends on 1 December 2026, when it merges into Carlisle Partnership")
    for asked in ("what ends", "which partnerships end", "what ended"):
        officer.types(f"/rep {asked} in december 2026").sees("1 partnership").sees("Eden Local Strategic")
    officer.types("/partnership end eden lsp")
    officer.form("End the partnership").sees("It ends on 1 December 2026 already.").close()
    officer.types("/partnership merge barrow cdrp into lsp on 1 december 2026").button(
        "Choose Carlisle Partnership"
    ).click()
    form = officer.form("Merge the partnership")
    assert form.field("Ended").value == "2026-12-01"
    assert form.field("Merged into").value == "Carlisle Partnership (LSP)"
    form.close()
    officer.types("/partnership end cdrp on 1 december 2026").button("Choose West Cumbria CDRP").click()
    form = officer.form("End the partnership")
    assert form.field("Ended").value == "2026-12-01"
    form.close()
    officer.types("/partnership merge barrow cdrp into flibber").sees('No partnership is called "flibber".')
    officer.types("/partnership end barrow cdrp on 31 february 2027").sees("no 31 February")
    officer.types("/partnership end flibber on 1 march 2027").sees(
        'Nothing in the register is called "flibber".'
    )


def test_a24_a_partnership_is_ended_on_a_short_form_that_says_what_ends_with_it(
    office: Office, officer: Person
) -> None:
    seat = next(s for s in office.register.all_seats_of(BARROW) if s.role == "substitute")
    to_come = {"id": AppointmentId("to come"), "person": "cole", "since": date(2027, 6, 1)}
    office.keep(Edit("appointments", "to come", seat.model_copy(update=to_come)))
    officer.types("/partnership end barrow cdrp on 1 may 2027")
    form = officer.form("End the partnership")
    said = "2 seats end that day, and 1 that would begin later is taken back: Mr R Cole, substitute, from 1 June 2027."
    form.sees(f"It would end on 1 May 2027. {said}").does_not_see("Reports to").does_not_see("Number in its")
    form.field("Ended").pick(date(2027, 7, 1))
    officer.form().sees("It would end on 1 July 2027. 3 seats end that day.").field("Ended").pick(
        date(2027, 5, 1)
    )
    officer.form().sees("1 May 2027").submit()
    closed(officer)
    officer.dm.saw(f"{said} Undo brings back what is taken back.")
    assert {s.until for s in office.register.all_seats_of(BARROW)} == {date(2027, 5, 1)}
    officer.dm.button("Undo").click()
    officer.dm.saw("Undone by Committee Services Officer")
    assert [s.until for s in office.register.all_seats_of(BARROW)] == [None, None, None]
    officer.types("/partnership edit barrow cdrp")
    officer.form("Edit the partnership").button("End it: Barrow CDRP").click()
    form = officer.form("End the partnership")
    form.field("Merged into").choose("Carlisle Partnership (LSP)", search="carl")
    form.submit()
    officer.form("Edit the partnership").sees("Merged into: Carlisle Partnership (LSP)").close()


def test_what_somebody_holds_is_ended_from_one_line(everywhere: Office) -> None:
    officer = everywhere.staff("committee-services-officer")
    held = officer.types("/partnership end mr nicholson")
    held.sees("Representative on South Lakeland CDRP").sees("Representative on South Lakeland Strategic")
    held.button("End: representative on South Lakeland CDRP").click()
    officer.form("End the appointment").close()
    held = officer.types("/partnership end mr nicholson from 1 december 2026")
    held.sees("1 December 2026").button("End: representative on South Lakeland Strategic").click()
    form = officer.form("End the appointment")
    assert form.field("Until").value == "2026-12-01"
    form.close()
    officer.types("/partnership end mr nicholson on south lakeland cdrp from 1 december 2026")
    form = officer.form("End the appointment")
    form.sees("Mr J Nicholson")
    assert form.field("Until").value == "2026-12-01"
    form.submit()
    form.closes()
    officer.dm.saw("Mr J Nicholson, representative on South Lakeland CDRP")
    (seat,) = (s for s in everywhere.register.all_seats_of(LAKELAND) if s.person == "nicholson")
    assert seat.until == date(2026, 12, 1)
    everywhere.keep(Edit("appointments", seat.id, seat.model_copy(update={"until": date(2026, 11, 1)})))
    for line in ("mr nicholson on south lakeland cdrp", "representative mr nicholson on south lakeland cdrp"):
        reply = officer.types(f"/partnership end {line}")
        reply.sees(
            "The appointment of Mr J Nicholson as representative on South Lakeland CDRP ended on 1 November"
        )
        reply.sees("If the day is wrong, type /partnership appointments South Lakeland CDRP and press Edit.")
    officer.types("/partnership end mr nicholson on barrow cdrp").sees(
        "Mr J Nicholson has no appointment on Barrow CDRP."
    )
    officer.types("/partnership end mr watson").sees("Chairman of Police Authority").button(
        "End: Mr R Watson, Chairman"
    ).click()
    officer.form("End the term").close()
    officer.types("/partnership end chairman on 1 december 2026").button("End: Mr R Watson, Chairman").click()
    assert officer.form("End the term").field("Until").value == "2026-12-01"
    officer.form().close()


def test_the_end_of_a_seat_is_not_the_end_of_its_partnership(office: Office, officer: Person) -> None:
    for said in ("substitute on", "the substitute of", "substitute at", "substitute for", "substitute"):
        officer.types(f"/partnership end {said} barrow cdrp on 1 december 2026")
        form = officer.form("End the appointment")
        form.sees("Substitute on Barrow CDRP: Mr W Smith")
        assert form.field("Until").value == "2026-12-01"
        form.close()
    officer.types("/partnership end substitute mr smith on barrow cdrp")
    officer.form("End the appointment").close()
    officer.types("/partnership end substitute mr cole on barrow cdrp").sees("has no appointment")
    officer.types("/partnership end substitute on 1 december 2026").sees("Say on which partnership.")
    officer.types("/partnership end substitute on flibber").sees("/partnership list")
    officer.types("/partnership end substitute on barrow cdrp into lsp").sees(
        "Only a partnership can merge. To end a seat, type /partnership end substitute on barrow cdrp."
    )
    seat = next(s for s in office.register.all_seats_of(BARROW) if s.role == "substitute")
    second = seat.model_copy(update={"id": AppointmentId("second"), "person": "cole"})
    office.keep(Edit("appointments", "second", second))
    several = officer.types("/partnership end substitute on barrow cdrp on 1 december 2026")
    several.sees("Mr W Smith").sees("1 December 2026").button(
        "End: substitute on Barrow CDRP: Mr W Smith"
    ).click()
    assert officer.form("End the appointment").field("Until").value == "2026-12-01"
    officer.form().close()


def test_the_role_may_stand_before_the_place_of_an_appointment(officer: Person) -> None:
    for said in (
        "mr cole as substitute to barrow cdrp",
        "mr cole as a second substitute to barrow cdrp",
        "mr cole to barrow cdrp as second substitute",
        "mr cole as the substitute on the barrow cdrp",
    ):
        officer.types(f"/partnership appoint {said} from 1 january 2027")
        form = officer.form("Add an appointment")
        assert form.field("Role").value == "Substitute", said
        form.sees("Cole")
        assert form.field("From").value == "2027-01-01", said
        form.close()
    officer.types("/partnership appoint mr cole as governor to barrow cdrp").does_not_see("add person").sees(
        "/partnership appoint mr cole to barrow cdrp as substitute"
    )
    officer.types("/partnership appoint mr cole").sees("Say where to appoint")
    officer.types("/partnership unlink mr cole").sees("/partnership link")


def test_a_term_of_office_is_begun_from_one_line(everywhere: Office) -> None:
    officer = everywhere.staff("committee-services-officer")
    officer.types("/partnership appoint mr nicholson as chairman from 8 january 2027")
    form = officer.form()
    form.sees("Nicholson").sees("Chairman")
    assert form.field("From").value == "2027-01-08"
    form.submit()
    closed(officer)
    watson = next(term for term in everywhere.register.terms if term.person == "watson")
    assert watson.until in {date(2027, 1, 7), date(2027, 1, 8)}
    officer.types("/partnership appoint mrs shaw as chairman from 31 may 2028 until 31 may 2030")
    form = officer.form("Who comes next")
    form.sees("Shaw").sees("Chairman")
    assert (form.field("From").value, form.field("Until").value) == ("2028-05-31", "2030-05-31")
    form.close()


def test_several_offices_of_one_name_are_a_choice_and_what_was_said_goes_with_it(officer: Person) -> None:
    which = officer.types("/partnership appoint mr cole as chair from 1 january 2027 to 31 may 2030")
    which.sees('Which office do you mean by "chair"?').sees("Chair of Communities")
    which.button("Choose Chair of Policing Plan").click()
    form = officer.form("Who comes next")
    form.sees("Mrs C Egan")
    assert form.field("Person").value == "Mr R Cole"
    assert (form.field("From").value, form.field("Until").value) == ("2027-01-01", "2030-05-31")
    form.close()
    officer.types("/partnership appoint mr cole as governor").sees('No office is called "governor".').sees(
        "/partnership offices"
    )


def test_ux_05_where_nothing_is_called_so_the_list_of_that_kind_is_named(officer: Person) -> None:
    nothing = officer.types("/partnership edit flibber")
    nothing.sees("/partnership list").sees("/partnership people")
    officer.types("/partnership edit office flibber").sees("Type /partnership offices to see the offices.")
    officer.types("/partnership remove partnership flibber").sees("Type /partnership list to see the")
    officer.types("/partnership edit appointment of flibber").sees("Type /partnership appointments flibber")
    officer.types("/partnership edit office chairman")
    officer.form("Edit the office").close()


def test_words_alone_ask_which_or_open_the_form(officer: Person) -> None:
    officer.types("/partnership end").sees("What has ended?").sees("/partnership end mr r watson")
    officer.types("/partnership merge").sees("Which partnership has merged?").sees(
        "/partnership merge furness partnership lsp into carlisle partnership lsp"
    )
    officer.types("/partnership remove").sees("Say which entry you mean.").sees("/partnership remove")
    officer.types("/partnership confirm").sees("No seat waits to be confirmed.")
    for word, title in (("appoint", "Add an appointment"), ("sign", "Add a signed code")):
        officer.types(f"/partnership {word}")
        officer.form(title).close()


def test_a_second_substitute_is_said_with_the_way_to_let_one_follow(office: Office, officer: Person) -> None:
    """Several substitutes can be right: it is said, and nothing is refused."""
    officer.types("/partnership appoint mr cole to barrow cdrp as substitute from 1 january 2027")
    form = officer.form("Add an appointment")
    form.sees("Mr W Smith is substitute already.").button("Appoint somebody else: substitute").exists()
    form.submit()
    closed(officer)
    officer.dm.saw("Mr W Smith is substitute on Barrow CDRP as well.")
    officer.dm.button("End: substitute on Barrow CDRP: Mr W Smith").click()
    form = officer.form("End the appointment")
    assert form.field("Until").value == "2027-01-01"
    form.submit()
    form.closes()
    substitutes = [seat for seat in office.register.all_seats_of(BARROW) if seat.role == "substitute"]
    assert [(seat.person, seat.until) for seat in substitutes] == [
        ("smith", date(2027, 1, 1)),
        ("cole", None),
    ]


def test_ux_03_what_is_not_known_leads_to_what_partnership_can_show(officer: Person) -> None:
    officer.types("/partnership xyzzy").sees("/partnership list").does_not_see("/rep ")


def test_a_list_of_appointments_says_from_when_to_when(office: Office, officer: Person) -> None:
    seat = next(s for s in office.register.all_seats_of(BARROW) if s.role == "substitute")
    began, ended = date(2024, 5, 1), date(2026, 5, 31)
    later = seat.model_copy(update={"id": AppointmentId("later"), "since": date(2027, 1, 1)})
    office.keep(
        Edit("appointments", seat.id, seat.model_copy(update={"since": began, "until": ended})),
        Edit("appointments", "later", later),
    )
    officer.types("/partnership appointments barrow cdrp").sees(
        "substitute on Barrow CDRP: Mr W Smith, from 1 May 2024, until 31 May 2026 (ended)"
    ).sees("Mr W Smith, from 1 January 2027 (to come)")


def test_b05_a_signed_code_is_one_of_those_that_count(office: Office, officer: Person) -> None:
    officer.types("/partnership sign shaw")
    form = officer.form("Add a signed code")
    assert form.field("Code").options == [code.title for code in codes.codes(office.pack)]
    form.field("Code").choose("Anti-Discrimination Code of Conduct")
    form.field("Signed on").pick(date(2026, 11, 2))
    form.submit()
    closed(officer)
    officer.types("/partnership codes shaw").does_not_see("Shaw: Anti-Discrimination")
    officer.dm.button("Edit Anti-Discrimination Code of Conduct, signed by Mrs L L Shaw").click()
    assert officer.form("Edit the signed code").field("Code").value == "Anti-Discrimination Code of Conduct"


def test_a_06_what_stands_in_place_of_a_name_is_nobody(officer: Person) -> None:
    """A vacancy is typed as lists print it; it opens a form without a person, and never makes one."""
    for line in (
        "appoint To be advised to pensions forum",
        "appoint TBA to pensions forum as representative",
    ):
        officer.types(f"/partnership {line}")
        form = officer.form("Add an appointment")
        assert (form.field("Person").value, form.field("Partnership").value) == (
            "",
            "Cumbria Pensions Forum",
        ), line
        form.close()
    officer.types("/partnership appoint TBA as chairman from 1 january 2027")
    form = officer.form("Who comes next")
    assert form.field("Person").value == ""
    form.close()
    for some in (400, 2_900):
        refused = officer.types(
            f"/partnership appoint to be advised by {'x' * some} to barrow cdrp as substitute"
        )
        refused.sees(f"That is {some + 17:,} characters in place of a name, and 250 fit there.")
        refused.sees("Type it like /partnership appoint to be advised to barrow cdrp.")
    officer.types("/partnership add person Vacant since May 2009").sees("is nobody's name")
    refused = officer.types("/partnership add person To be advised").sees("is nobody's name")
    refused.sees("Leave the person empty for a vacancy")
    officer.types("/partnership add person Ms T Vacant")
    form = officer.form("Add a person")
    form.field("Name").fill("Vacant")
    form.submit()
    assert form.field("Name").error.startswith('"Vacant" is nobody\'s name')
    assert "Leave the person empty for a vacancy." in form.field("Name").error
    form.close()


def test_the_first_word_of_a_name_stays_with_it(officer: Person) -> None:
    for line, title, name in (
        ("add partnership To the Lighthouse Forum", "Add a partnership", "To the Lighthouse Forum"),
        ("add group At Risk boards", "Add a group", "At Risk boards"),
        ("add person called Ms New", "Add a person", "Ms New"),
        ("add person: Ms New", "Add a person", "Ms New"),
    ):
        officer.types(f"/partnership {line}")
        form = officer.form(title)
        assert form.field("Name").value == name
        form.button("Start afresh").click() if "did not save" in officer.screen else None
        form.close()
    officer.types("/partnership add target to pensions forum")
    assert officer.form("Add a target").field("Partnership").value == "Cumbria Pensions Forum"
    officer.form().close()
