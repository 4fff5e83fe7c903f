"""The manners of a pack: people are told by its hours; a committee's channel keeps the authority's days and hours."""

import shutil
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from unittest.mock import patch

from tests.flows.office import WORKSPACE, Office, open_office
from tests.flows.test_notices import all_looked_at, at, chooses, owes, reports_a_mistake, told
from tests.flows.test_reviews_cycles import change_form

from liaison.domain.packs import Pack
from liaison.storage.packs import load_pack, load_pack_from

OURS = {
    "from_hour = 8": "from_hour = 10",
    "to_hour = 18": "to_hour = 12",
    "days_off = false": "days_off = true",
    "most_a_day = 5": "most_a_day = 2",
}


def pack_with_hours_of_its_own(folder: Path) -> Pack:
    """Cumbria's pack in a folder of its own: people are told from 10am to noon on any day, twice a day at most."""
    copy = folder / "cumbria"
    shutil.copytree(str(files("liaison.packs") / "cumbria"), copy)
    reminders = copy / "reminders.toml"
    text = reminders.read_text(encoding="utf-8")
    for before, after in OURS.items():
        assert before in text
        text = text.replace(before, after)
    reminders.write_text(text, encoding="utf-8")
    return load_pack_from(copy)


def test_ux08_people_are_told_by_the_hours_of_their_authority_s_pack(tmp_path: Path, now: datetime) -> None:
    """Unless they choose otherwise; a channel keeps the pack's hours as well."""
    own = pack_with_hours_of_its_own(tmp_path)

    def load(key: str) -> Pack:
        return own if key == own.key else load_pack(key)

    with (
        patch("liaison.bot.app.load_pack", load),
        patch("tests.flows.office.load_pack", load),
        open_office(f"sqlite:///{tmp_path}/liaison.db", now) as office,
    ):
        shaw, smith = office.member("Mrs L L Shaw"), office.member("Mr W Smith")
        officer = office.staff("committee-services-officer")
        ppp = office.channel("ppp", officer)
        shaw.types("/notices").sees("From 10am to noon on any day.").sees("At most 2 messages a day")
        form = chooses(smith)
        form.field("From").choose("9am")
        form.submit()
        form.sees("From 9am to noon on any day.")
        form.close()
        clock = office.slack.clock
        clock.set(at("2026-11-28 09:00"))  # a Saturday
        owes(office, shaw, "Barrow CDRP")
        owes(office, smith, "Barrow CDRP")
        assert not shaw.dm.messages, "the hours of the default have begun, and it is a weekend"
        smith.dm.saw("Barrow CDRP")
        clock.set(at("2026-11-28 10:00"))
        shaw.dm.saw("Barrow CDRP")
        owes(office, shaw, "Eden LSP")
        shaw.dm.saw("Eden LSP")
        owes(office, shaw, "Carlisle LSP")
        assert not told(shaw, "Carlisle LSP"), "it would be the third of the day"
        clock.set(at("2026-11-29 10:00"))
        shaw.dm.saw("Carlisle LSP")
        clock.set(at("2026-12-03 12:30"))
        all_looked_at(office, officer, anybody=True)
        assert not ppp.messages, "noon has passed"
        clock.set(at("2026-12-04 10:00"))
        ppp.sees("Review due by 31 December 2026")


def test_p09_a_committee_s_channel_hears_nothing_by_night_on_a_weekend_or_on_a_bank_holiday(
    office: Office,
) -> None:
    """What fell due while nothing ran comes on the next working morning."""
    officer = office.staff("committee-services-officer")
    ppp, personnel = office.channel("ppp", officer), office.channel("personnel", officer)
    form = change_form(officer, "approach to partnership working")
    form.field("First date").pick(date(2027, 1, 20))  # its reminder comes on 23 December
    form.field("Put to").choose("Personnel Committee")
    form.submit()
    officer.form("Saved").close()
    for channel, words, quiet, then in (
        (ppp, "LAA and APACS", ("12-05 12:00", "12-06 12:00", "12-07 03:00", "12-07 07:59"), "12-07 08:00"),
        (
            personnel,
            "approach to partnership working",
            ("12-23 22:00", "12-25 12:00", "12-26 12:00", "12-28 12:00"),
            "12-29 08:00",
        ),
    ):
        for moment in quiet:
            office.slack.clock.set(at(f"2026-{moment}"))
            all_looked_at(office, officer, anybody=True)
            assert not any(words in text for text in channel.messages), moment
        office.slack.clock.set(at(f"2026-{then}"))
        channel.sees(words)
        assert len([text for text in channel.messages if words in text]) == 1


def test_p08_staff_see_what_has_failed_and_what_was_sent_lately(office: Office) -> None:
    """To whom and when, and nothing of what it says; nobody else sees either list."""
    shaw, admin = office.member("Mrs L L Shaw"), office.staff("admin")
    admin.types("/notices sent").sees("Sent lately: 0 messages")
    office.slack.faults.refusal("chat.postMessage")
    owes(office, shaw, "Barrow CDRP")
    reply = admin.types("/notices owed").sees("Still owed: 1 message")
    reply.sees("Report waiting, to Mrs L L Shaw: failed (internal_error); the next try is at ")
    office.slack.clock.advance(minutes=10)
    shaw.dm.saw("Barrow CDRP")
    reports_a_mistake(shaw, "barrow cdrp", "It meets on Mondays.")
    admin.dm.saw("It meets on Mondays.")
    reply = admin.types("/notices owed").sees("Nothing is owed to anybody.")
    reply.button("See what was sent lately").click()
    reply.sees("Sent lately: 2 messages").sees(
        "Mistake reported, to Admin: sent at 9:40am on 23 November 2026."
    )
    reply.sees("Report waiting, to Mrs L L Shaw: sent at 9:40am on 23 November 2026.")
    assert "Mondays" not in reply.text
    assert "Barrow" not in reply.text
    for number in range(8):
        owes(office, shaw, f"Report {number}")
        office.slack.clock.advance(days=1)
    shown = admin.types("/notices sent")
    shown.sees("Sent lately: 10 messages").button("Next page").click()
    shown.sees("Mistake reported, to Admin").button("Previous page").click()
    shown.sees("[Next page]").button("See what is owed to others").click()
    shown.sees("Nothing is owed to anybody.")
    shaw.types("/notices sent").sees("Your role does not let you see what Liaison still owes others")
    admin.types("/notices help").sees("/notices sent: what I sent lately")
    shaw.types("/notices help").does_not_see("/notices sent")


def test_p08_staff_hear_why_they_are_told_that_somebody_cannot_be_reached(office: Office) -> None:
    shaw, admin = office.member("Mrs L L Shaw"), office.staff("admin")
    office.slack.faults.refusal("chat.postMessage", code="user_disabled")
    owes(office, shaw, "Barrow CDRP")
    admin.dm.saw("I cannot reach Mrs L L Shaw in Slack").button("Why this?").click()
    admin.dm.sees(
        "You are one of those who can mend this. To choose when you are told things, type /notices."
    )


def test_p09_staff_who_try_again_what_waits_for_hours_are_told_when_it_goes_out(everywhere: Office) -> None:
    shaw, admin, clock = everywhere.member("Mrs L L Shaw"), everywhere.staff("admin"), everywhere.slack.clock
    clock.set(at("2026-11-23 20:00"))
    owes(everywhere, shaw, "Barrow CDRP")
    hours = "at 8am on 24 November 2026, when Mrs L L Shaw may be told."
    reply = admin.types("/notices owed")
    reply.sees(f"Report waiting, to Mrs L L Shaw: waits until {hours.removeprefix('at ')}")
    reply.button("Try again now").click()
    reply.sees(f"Report waiting, to Mrs L L Shaw. It goes out {hours}").sees("Still owed: 1 message")
    acts = everywhere.store.run(
        WORKSPACE, lambda uow: [(entry.action, entry.actor) for entry in uow.audit.all()]
    )
    assert ("notice tried again", "Admin") in acts
    all_looked_at(everywhere, shaw)
    assert not shaw.dm.messages
    clock.set(at("2026-11-24 08:00"))
    shaw.dm.saw("A report-back is waiting: Barrow CDRP").menu("Remind me later").choose("Next week")
    shaw.dm.saw("Put off to 1 December 2026")
    reply = admin.types("/notices owed").sees("put off to 8am on 1 December 2026 by Mrs L L Shaw.")
    reply.button("Try again now").click()
    reply.sees("It goes out at 8am on 1 December 2026, to which Mrs L L Shaw put it off.")
    clock.set(at("2026-11-24 08:30"))
    all_looked_at(everywhere, shaw)
    assert told(shaw, "Barrow CDRP") == 1


def test_ux03_words_for_being_left_alone_lead_to_what_can_be_chosen(office: Office) -> None:
    shaw = office.member("Mrs L L Shaw")
    for word in ("away", "off", "stop", "pause", "hours"):
        shaw.types(f"/notices {word}").sees("From 8am to 6pm on working days.").button("Choose")
    form = chooses(shaw)
    form.field("Back on").pick(date(2026, 11, 27))
    form.submit()
    form.sees("You are away. You are told what waited when you are back, on 27 November 2026.")
    form.close()
