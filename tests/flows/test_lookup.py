"""`/rep`: a member wants to know who sits where."""

import re
from pathlib import Path

import pytest
from tests.conftest import NOW
from tests.flows.office import Office, open_office

from liaison.sandbox.language.people import Person


@pytest.fixture
def shaw(office: Office) -> Person:
    return office.member("Mrs L L Shaw")


def test_a_01_who_represents_us_in_barrow(everywhere: Office) -> None:
    shaw = everywhere.member("Mrs L L Shaw")
    reply = shaw.types("/rep barrow")
    reply.sees('2 partnerships match "barrow"')
    reply.sees("Barrow CDRP: Mrs L L Shaw. Substitute: Mr W Smith.")
    reply.sees(
        "Furness Partnership (LSP), also called Barrow in Furness: Mrs L L Shaw. Substitute: not filled."
    )
    reply.sees("List of 2008/09; the policy is of 2009-10")


def test_a_07_the_counts_are_read_through_rep(shaw: Person) -> None:
    """18 representative seats, 17 filled and 1 vacant; 4 substitutes; 12 members: told, and counted row by row."""
    reply = shaw.types("/rep matrix")
    reply.sees("18 representative seats: 17 filled, 1 vacant. 4 substitutes. 12 members.")
    rows = list[list[str]]()
    while True:
        rows += [line.split(" | ") for line in reply.text.splitlines() if " | " in line][1:]
        page, pages = re.search(r"page (\d+) of (\d+)", reply.text).groups()  # type: ignore[union-attr] # it is there
        if page == pages:
            break
        reply.button("Next page").click()
        reply.sees(f"page {int(page) + 1} of {pages}")
    representatives = [row[1] for row in rows if row[1] != "no seat of ours"]
    vacant = [seat for seat in representatives if seat.startswith("vacant")]
    substitutes = [row[2] for row in rows if row[2] not in {"not filled", "not recorded"}]
    members = {re.sub(r" \(.*\)", "", who) for who in [*representatives, *substitutes]} - {"vacant"}
    assert (len(representatives), len(vacant), len(substitutes), len(members)) == (18, 1, 4, 12)
    reply.button("Previous page").click()
    reply.sees("page 2 of 3")


def test_a_02_a_substitute_seat_that_nobody_fills_is_shown(shaw: Person) -> None:
    shaw.types("/rep pensions").sees(
        "Mrs P M Halfpenny (Member of the Police Authority). Substitute: not filled."
    )


def test_a_06_a_seat_to_be_advised_is_a_vacancy_and_no_name(shaw: Person) -> None:
    shaw.types("/rep vacant").sees("1 vacant seat").sees(
        "Eden Local Strategic Partnership (LSP): representative, vacant"
    )
    shaw.types("/rep eden").sees(
        'Eden Local Strategic Partnership (LSP): vacant ("To be advised" in the list)'
    )
    shaw.types("/rep advised").sees('Nothing in the register matches "advised"')


def test_a_08_a_member_with_every_seat_and_office(shaw: Person) -> None:
    reply = shaw.types("/rep watson")
    reply.sees("Mr R Watson, Chairman of Police Authority")
    reply.sees("Cumbria Strategic Partnership: representative")
    reply.sees("Carlisle Partnership (LSP): representative")
    reply.sees("Carlisle and Eden CDRP: substitute")
    assert reply.text.count("representative") == 2


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("barrow in furness", "Furness Partnership (LSP)"),
        ("furness partnership", "Furness Partnership (LSP)"),
        ("south lakes cdrp", "South Lakeland CDRP"),
        ("south lakeland cdrp", "South Lakeland CDRP"),
        ("crime stoppers", "Crime Stoppers Board"),
        ("crimestoppers", "Crime Stoppers Board"),
        ("north west region training strategy group", "North West Region Training Strategy Group"),
        ("north west regional training strategy group", "North West Region Training Strategy Group"),
        ("road safety high level strategic group", "Cumbria Road Safety Partnership Board"),
    ],
)
def test_a_09_both_names_of_a_partnership_find_it(shaw: Person, typed: str, found: str) -> None:
    reply = shaw.types(f"/rep {typed}")
    reply.sees(found)
    assert "match" not in reply.text


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("barow cdrp", "Barrow CDRP"),
        ("pensons forum", "Cumbria Pensions Forum"),
        ("wattson", "Mr R Watson"),
        ("carlilse partnership", "Carlisle Partnership (LSP)"),
    ],
)
def test_a_typo_finds_the_nearest_and_says_so(shaw: Person, typed: str, found: str) -> None:
    shaw.types(f"/rep {typed}").sees(f'Nothing is called "{typed}" exactly. Did you mean').sees(found)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lsp", "5 partnerships match"),
        ("cdrp", "4 partnerships match"),
        ("crime and disorder reduction partnership", "4 partnerships match"),
        ("west cumbria", "2 partnerships match"),
        ("ppp", "Policing Plan and Performance Committee (PPP)"),
        ("policing plan and performance committee", "Mrs C Egan"),
        ("chairman", "Mr R Watson"),
        ("chair of ced", "Mr W Smith"),
        ("who represents us on the carlisle partnership?", "Mr R Watson"),
        ("csp", "Cumbria Strategic Partnership"),
        ("me", "Mrs L L Shaw"),
    ],
)
def test_by_kind_area_committee_office_question_and_me(shaw: Person, typed: str, found: str) -> None:
    shaw.types(f"/rep {typed}").sees(found)


def test_by_mention(office: Office, shaw: Person) -> None:
    office.member("Mrs C Egan")
    shaw.types("/rep @mrs.c.egan").sees("Mrs C Egan").sees(
        "Cumbria Road Safety Partnership Board: representative"
    )
    office.slack.person("A new clerk")
    shaw.types("/rep @a.new.clerk").sees("not linked to the register").sees("Type /rep and their surname")


def test_nothing_found_gives_a_way_on(shaw: Person) -> None:
    reply = shaw.types("/rep flibbertigibbet")
    reply.sees('Nothing in the register matches "flibbertigibbet".').sees("/rep watson")
    reply.button("See the whole matrix").click()
    reply.sees("18 representative seats")


def test_nothing_found_names_what_is_near(shaw: Person) -> None:
    shaw.types("/rep cumbria pensioners forum").sees("Cumbria Pensions Forum")


def test_details_are_one_click_away_and_lead_back(shaw: Person) -> None:
    """UX-07: of several that match, one is chosen; the card has a way back to the choice."""
    reply = shaw.types("/rep barrow")
    reply.button("Details: Barrow CDRP").click()
    reply.sees("Kind: crime and disorder reduction partnership (CDRP), statutory")
    reply.sees("Our role in it: Responsible authority.").sees("Support officer: not recorded")
    reply.sees("Part of: Safer and Stronger Communities Thematic Partnership").sees("domestic violence")
    reply.sees("Source: Cumbria guide").does_not_see("Chaired by")
    reply.button("Back to the answer").click()
    reply.sees('2 partnerships match "barrow"')
    assert shaw.types("/rep barrow cdrp").button("Details: Barrow CDRP").exists()


def test_the_day_asked_about_is_said_and_kept_on_the_way_to_the_card(shaw: Person) -> None:
    reply = shaw.types("/rep barrow on 1 June 2009")
    reply.sees("As it was on 1 June 2009").button("Details: Barrow CDRP").click()
    reply.sees("As it was on 1 June 2009").sees("Substitute: Mr W Smith")
    reply.button("Back to the answer").click()
    reply.sees("As it was on 1 June 2009").sees("2 partnerships match")
    shaw.types("/rep barrow on 31 February 2009").sees("31 February 2009")


def test_the_matrix_is_narrowed_by_words_and_by_a_menu(shaw: Person) -> None:
    reply = shaw.types("/rep matrix cdrps")
    reply.sees("The matrix: CDRP").sees("4 representative seats: 4 filled, 0 vacant. 4 substitutes.")
    reply.menu("Narrow it").choose("Only: Eden")
    reply.sees("The matrix: Eden").sees("Eden Local Strategic Partnership (LSP) | vacant").does_not_see(
        "Barrow"
    )
    reply.button("See the whole matrix").click()
    reply.sees("18 representative seats").button("Back to the answer").click()
    reply.sees("The matrix: Eden").menu("Narrow it").choose("All partnerships")
    reply.sees("18 representative seats")
    assert not reply.button("See the whole matrix").exists()


@pytest.mark.parametrize("typed", ["/rep", "/rep help"])
def test_help_shows_examples_from_the_readers_own_register(shaw: Person, typed: str) -> None:
    shaw.types(typed).sees("/rep vacant").sees("/rep watson")


def test_the_examples_of_help_are_found_in_the_readers_own_register(tmp_path: Path) -> None:
    """Where the office has no vacancy and no Mr Watson, help names neither; each example that it names finds something."""
    with open_office(f"sqlite:///{tmp_path}/liaison.db", NOW, pack="dorset") as office:
        member = office.member("A Member")
        help_ = member.types("/rep help").does_not_see("watson").does_not_see("barrow").text
        named = re.findall(r"^/rep (?!help)([^:\n]+?)(?:,|:|$)", help_, re.MULTILINE)
        own = named[: named.index("me")]
        assert {"lsp in poole", "cec"} <= set(own), "of Dorset's areas and committees"
        for words in own:
            member.types(f"/rep {words}").does_not_see("Nothing in the register matches")


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("x" * 10_000, "10,000 characters, which is too long for a name"),
        ("مجلس الشرطة", "Nothing in the register matches"),
        ("😀🎉", "Nothing in the register matches"),
        ("'; drop table people; --", "Nothing in the register matches"),
        ("<!channel> & <https://example.org|x>", "Nothing in the register matches"),
        ("?", "/rep vacant"),
    ],
    ids=["10,000 characters", "right to left", "emoji", "sql", "markup", "question mark"],
)
def test_what_nobody_is_called_gets_one_clear_sentence(shaw: Person, typed: str, answer: str) -> None:
    shaw.types(f"/rep {typed}").sees(answer)


def test_ux_13_somebody_not_linked_is_told_whom_to_ask(office: Office) -> None:
    office.staff("committee-services-officer")
    clerk = office.slack.person("A new clerk")
    reply = clerk.types("/rep barrow")
    reply.sees("Ask the Committee Services Officer to link you").sees(clerk.id)
    assert "Shaw" not in reply.text


def test_ux_13_a_guest_learns_nothing(office: Office) -> None:
    guest = office.slack.person("A visitor", guest=True)
    channel = office.slack.channel("visitors", [guest], bot=True)
    reply = guest.types("/rep barrow", in_=channel)
    reply.sees("you are a guest here")
    assert "Shaw" not in reply.text


def test_ux_04_the_answer_is_for_the_asker_alone(office: Office, shaw: Person) -> None:
    egan = office.member("Mrs C Egan")
    ced = office.channel("ced", shaw, egan)
    shaw.types("/rep barrow", in_=ced).sees("Barrow CDRP")
    assert not any("Barrow" in text for text in ced.messages)
