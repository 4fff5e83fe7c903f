"""When people are told what they are owed: their hours, several things as one, later, away; and what staff see of it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.flows.meetings.barrow import MEETING, knows
from tests.flows.office import WORKSPACE, Bot, Office, settings_for

from liaison.bot.settings import manifest_path
from liaison.domain.notices.models import Kind, Notice, State
from liaison.domain.ports import UnitOfWork
from liaison.domain.register import people
from liaison.domain.values import SlackUserId
from liaison.sandbox.language.people import Form, Person, Slack

TOMORROW = "8am on 24 November 2026"


def at(text: str) -> datetime:
    """A moment of London's clocks, such as "2026-11-23 20:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/London")).astimezone(UTC)


def reports_a_mistake(person: Person, where: str, words: str) -> None:
    """Tells staff that the register has something wrong."""
    person.types(f"/rep {where}").button("Report a mistake").click()
    form = person.form("Report a mistake")
    form.field("What is wrong?").fill(words)
    form.submit()
    person.form("Thank you").close()


def owes(office: Office, person: Person, *names: str) -> None:
    """A person is owed the news of a report, now; the bot looks at what is owed."""
    for name in names:
        notice = Notice(
            key=f"report:{name}:{person.id}",
            kind=Kind.REPORT_WAITING,
            subject=f"report on {name}",
            reason="You receive the reports.",
            to_user=SlackUserId(person.id),
            facts={
                "partnership": name,
                "meeting": "12 November 2026",
                "member": "Mrs L L Shaw",
                "committees": "the CED Committee",
            },
            due=office.slack.clock.now(),
        )
        assert office.store.run(WORKSPACE, _add, notice)
    office.slack.clock.advance(seconds=1)
    all_looked_at(office, person)


def _add(uow: UnitOfWork, notice: Notice) -> bool:
    return uow.notices.add(notice)


def all_looked_at(office: Office, *people: Person, anybody: bool = False) -> None:
    """Waits until nothing is due to these people, or to anybody: it has been sent, held or put off."""
    asks, receivers = people[0], {person.id for person in people}
    for _ in range(200):
        owed = office.store.run(WORKSPACE, _unsent)
        now = office.slack.clock.now()
        if not any(
            (anybody or notice.to_user in receivers) and (notice.due <= now or notice.state is State.CLAIMED)
            for notice in owed
        ):
            return
        asks.types("/notices help").sees("/notices")
    raise AssertionError("Something is due still.")


def _unsent(uow: UnitOfWork) -> Sequence[Notice]:
    owed = uow.notices.owed((State.PENDING, State.CLAIMED), most=200)
    return [notice for notice in owed if notice.sent_ts is None]


def told(person: Person, text: str) -> int:
    """How many messages that somebody has been sent tell this."""
    return len([message for message in person.dm.messages if text in message])


def chooses(person: Person) -> Form:
    """Opens the form of when somebody is told things."""
    person.types("/notices").button("Choose").click()
    return person.form("When I tell you things")


def test_ux08_p09_p11_what_comes_up_at_night_is_one_message_in_the_morning_that_shows_what_became_of_it(
    everywhere: Office,
) -> None:
    shaw, smith = everywhere.member("Mrs L L Shaw"), everywhere.member("Mr W Smith")
    admin, officer = (
        everywhere.linked("Admin", "committee-services-officer"),
        everywhere.staff("committee-services-officer"),
    )
    everywhere.slack.clock.set(at("2026-11-23 20:00"))
    reports_a_mistake(shaw, "barrow cdrp", "It meets on Mondays.")
    reports_a_mistake(smith, "eden lsp", "It has a new chair.")
    all_looked_at(everywhere, admin, officer)
    assert not admin.dm.messages
    admin.types("/notices").sees("From 8am to 6pm on working days.").sees(
        f"2 messages wait until {TOMORROW}."
    )
    everywhere.slack.clock.set(at("2026-11-24 08:00"))
    admin.dm.sees("2 things for you").sees("Mrs L L Shaw reports a mistake: ")
    officer.dm.sees("2 things for you")
    assert told(admin, "reports a mistake") == 1, "both in one"
    admin.dm.button("Open: Mrs L L Shaw reports a mistake").click()
    admin.dm.sees("A mistake is reported").sees("It meets on Mondays.")
    admin.dm.button("It is dealt with").click()
    shaw.dm.sees("The mistake that you reported has been dealt with by ")
    for person in (admin, officer):
        person.dm.saw("Dealt with by the Admin on 24 November 2026.")
        (bundle,) = [text for text in person.dm.messages if "2 things for you" in text]
        assert bundle.count("[Open]") == 1, "the other can still be opened"
    officer.dm.button("Open: Mr W Smith reports a mistake").click()
    officer.dm.sees("It has a new chair.").button("It is dealt with").click()
    admin.dm.saw("Dealt with by the Committee Services Officer on 24 November 2026.")
    assert "[Open]" not in admin.dm.messages[0]


def test_p10_what_is_dealt_with_at_night_is_not_told_in_the_morning(office: Office) -> None:
    """Stop at once when done; and whoever asks is told at any hour."""
    shaw, admin = office.member("Mrs L L Shaw"), office.linked("Admin", "committee-services-officer")
    officer = office.staff("committee-services-officer")
    office.slack.clock.set(at("2026-11-23 20:00"))
    reports_a_mistake(shaw, "barrow cdrp", "It meets on Mondays.")
    reports_a_mistake(shaw, "eden lsp", "It has a new chair.")
    all_looked_at(office, admin, officer)
    reply = officer.types("/notices").sees("2 messages wait")
    reply.button("Send it now").click()
    reply.sees("2 messages that waited are sent to you now.")
    officer.dm.saw("2 things for you")
    for where in ("Barrow", "Eden"):
        officer.dm.button(f"Open: Mrs L L Shaw reports a mistake: {where}").click()
        officer.dm.sees("A mistake is reported: " + where).button("It is dealt with").click()
        officer.dm.saw("Dealt with by the Committee Services Officer on 23 November 2026.")
    admin.types("/notices").does_not_see("wait until")
    all_looked_at(office, shaw)
    office.slack.clock.set(at("2026-11-24 08:00"))
    shaw.dm.sees("2 things for you")
    all_looked_at(office, admin)
    assert not admin.dm.messages


def test_p09_everybody_is_told_in_their_own_hours_whatever_the_calendar_does(office: Office) -> None:
    """A person in New York; a weekend, a moved bank holiday, both changes of clocks, and 29 February."""
    shaw, smith = office.member("Mrs L L Shaw"), office.member("Mr W Smith")
    clock = office.slack.clock
    office.slack.change(smith, tz="America/New_York")
    owes(office, smith, "Barrow CDRP")
    assert not smith.dm.messages, "it is half past four there"
    smith.types("/notices").sees("By the clocks of America/New York").sees(
        "waits until 8am on 23 November 2026"
    )
    clock.set(datetime(2026, 11, 23, 13, tzinfo=UTC))
    smith.dm.sees("A report-back is waiting: Barrow CDRP")
    for name, came_up, quiet, then in (
        ("a weekend", "2026-11-27 18:00", "2026-11-29 12:00", "2026-11-30 08:00"),
        ("Boxing Day on the Monday", "2026-12-24 19:00", "2026-12-28 12:00", "2026-12-29 08:00"),
        ("clocks forward at Easter", "2027-03-27 20:00", "2027-03-29 12:00", "2027-03-30 08:00"),
        ("clocks back", "2027-10-30 20:00", "2027-10-31 12:00", "2027-11-01 08:00"),
        ("29 February", "2028-02-28 18:00", "2028-02-29 07:59", "2028-02-29 08:00"),
    ):
        clock.set(at(came_up))
        owes(office, shaw, name)
        clock.set(at(quiet))
        all_looked_at(office, shaw)
        assert not told(shaw, name), name
        clock.set(at(then))
        shaw.dm.saw(name)
        assert told(shaw, name) == 1, name


def test_p04_a_clock_that_is_set_back_tells_nothing_twice_and_loses_nothing(office: Office) -> None:
    shaw, clock = office.member("Mrs L L Shaw"), office.slack.clock
    owes(office, shaw, "told before")
    shaw.dm.saw("told before")
    clock.set(at("2026-11-23 20:00"))
    owes(office, shaw, "due at eight")
    clock.set(at("2026-11-24 08:00"))
    shaw.dm.saw("due at eight")
    clock.set(at("2026-11-24 07:00"))
    owes(office, shaw, "came up since")
    clock.set(at("2026-11-24 08:00"))
    shaw.dm.saw("came up since")
    clock.set(at("2026-11-24 07:30"))
    clock.set(at("2026-11-24 09:00"))
    owes(office, shaw, "after it")
    shaw.dm.saw("after it")
    for text in ("told before", "due at eight", "came up since", "after it"):
        assert told(shaw, text) == 1, text


def test_ux08_what_is_over_the_days_limit_comes_next_morning_as_one(office: Office) -> None:
    shaw = office.member("Mrs L L Shaw")
    shaw.types("/notices").sees("At most 5 messages a day; more come together on the next morning.")
    form = chooses(shaw)
    form.field("Messages a day, at most").choose("1")
    form.submit()
    form.sees("At most 1 message a day")
    form.close()
    owes(office, shaw, "Barrow CDRP")
    shaw.dm.saw("A report-back is waiting: Barrow CDRP")
    owes(office, shaw, "Eden LSP", "Carlisle LSP")
    assert not told(shaw, "LSP")
    shaw.types("/notices").sees("At most 1 message a day").sees(f"2 messages wait until {TOMORROW}.")
    office.slack.clock.set(at("2026-11-24 08:00"))
    shaw.dm.sees("2 things for you").sees("Eden LSP").sees("Carlisle LSP")
    shaw.dm.button("Open: A report-back is waiting: Eden LSP").click()
    shaw.dm.sees("Mark as submitted")
    owes(office, shaw, "Derwent LSP", "West Cumbria LSP")
    reply = shaw.types("/notices").sees("2 messages wait until 8am on 25 November 2026.")
    reply.button("Send it now").click()
    reply.sees("2 messages that waited are sent to you now.").does_not_see("Send it now")
    shaw.dm.saw("A report-back is waiting: Derwent LSP")
    assert told(shaw, "things for you") == 2


def test_p10_a_message_says_why_it_came_and_can_be_had_later(office: Office) -> None:
    shaw, clock = office.member("Mrs L L Shaw"), office.slack.clock
    owes(office, shaw, "Barrow CDRP")
    shaw.dm.saw("Barrow CDRP").button("Why this?").click()
    shaw.dm.sees("You receive the reports. To choose when you are told things, type /notices.")
    shaw.dm.menu("Remind me later").choose("Tomorrow")
    shaw.dm.sees("Put off. You get it again on 24 November 2026.").saw(
        "Put off to 24 November 2026: A report-back"
    )
    shaw.dm.button("Show it now").click()
    shaw.dm.sees("Mark as submitted")
    shaw.dm.menu("Remind me later").choose("Next week")
    shaw.dm.sees("Put off. You get it again on 30 November 2026.")
    clock.set(at("2026-11-24 09:00"))
    all_looked_at(office, shaw)
    assert told(shaw, "Barrow CDRP") == 1
    clock.set(at("2026-11-30 08:00"))
    shaw.dm.sees("A report-back is waiting: Barrow CDRP").menu("Remind me later").choose("A day")
    form = shaw.form("Remind me later")
    form.field("Remind me on").pick(date(2026, 11, 30))
    form.submit()
    assert form.errors == {
        "Remind me on": "30 November 2026 is not a day within the next year. Choose a day after today."
    }
    form.field("Remind me on").pick(date(2026, 12, 26))
    form.submit()
    form.sees("You get it again on 29 December 2026, because you are told nothing on 26 December 2026.")
    form.close()
    shaw.dm.saw("Put off to 29 December 2026")
    clock.set(at("2026-12-29 08:00"))
    shaw.dm.sees("A report-back is waiting: Barrow CDRP").sees("Mark as submitted")
    assert "[" not in shaw.dm.messages[0], "what came again has nothing to press where it stood before"


def test_p10_put_off_and_then_done_by_somebody_else_it_does_not_come_again(office: Office) -> None:
    shaw, admin = office.member("Mrs L L Shaw"), office.linked("Admin", "committee-services-officer")
    officer = office.staff("committee-services-officer")
    reports_a_mistake(shaw, "barrow cdrp", "It meets on Mondays.")
    admin.dm.saw("A mistake is reported").menu("Remind me later").choose("Tomorrow")
    admin.dm.saw("Put off to 24 November 2026: Mrs L L Shaw reports a mistake")
    officer.dm.saw("A mistake is reported").button("It is dealt with").click()
    admin.dm.saw("Dealt with by the Committee Services Officer on 23 November 2026.")
    assert "[" not in "".join(admin.dm.messages), "nothing is left to press"
    office.slack.clock.set(at("2026-11-24 08:00"))
    all_looked_at(office, admin)
    admin.types("/notices").does_not_see("wait until")
    assert told(admin, "mistake is reported") == 1


def test_p10_whoever_is_away_is_told_on_return_as_one(office: Office) -> None:
    shaw, smith, clock = office.member("Mrs L L Shaw"), office.member("Mr W Smith"), office.slack.clock
    form = chooses(shaw)
    form.field("Away from").pick(date(2026, 11, 24))
    form.submit()
    assert form.errors == {"Back on": "Say when you are back. Choose the first day on which you are."}
    form.field("Back on").pick(date(2026, 11, 28))
    form.submit()
    away = (
        "You are away from 24 November 2026, and back on 28 November 2026. "
        "You are told what waited on 30 November 2026."
    )
    form.sees(away)
    form.close()
    shaw.types("/notices").sees(away)
    friday = int(at("2026-11-27 12:00").timestamp())
    office.slack.change(smith, status_text="Vacationing", status_expiration=friday)
    for number, day in enumerate(("2026-11-24 09:00", "2026-11-25 09:00", "2026-11-26 09:00")):
        clock.set(at(day))
        owes(office, shaw, f"Report {number}")
        owes(office, smith, f"Report {number}")
    assert not shaw.dm.messages
    assert not smith.dm.messages
    smith.types("/notices").sees("3 messages wait until 12pm on 27 November 2026.")
    clock.set(at("2026-11-27 12:00"))
    smith.dm.sees("3 things for you")
    all_looked_at(office, smith)
    assert not shaw.dm.messages
    clock.set(at("2026-11-30 08:00"))
    shaw.dm.sees("3 things for you")
    assert (len(shaw.dm.messages), len(smith.dm.messages)) == (1, 1)
    shaw.types("/notices").does_not_see("away")
    form = chooses(shaw)
    form.field("From").choose("9am")
    form.submit()
    form.sees("From 9am to 6pm on working days.")
    form.close()


def test_p08_staff_see_what_is_owed_and_try_it_again_or_cancel_it(everywhere: Office) -> None:
    shaw, admin = everywhere.member("Mrs L L Shaw"), everywhere.staff("admin")
    everywhere.slack.clock.set(datetime(2026, 12, 3, 9, 0, tzinfo=UTC))
    admin.dm.saw("I could not post a reminder for the Policing Plan and Performance Committee")
    reply = admin.types("/notices owed").sees("Still owed: 1 message")
    named = "Review due (LAA and APACS measures in the Policing Plan, due by 31 December 2026)"
    reply.sees(f"{named}, to the channel of the Policing Plan and Performance Committee: held until")
    reply.sees("no channel has been chosen for it. Type /committee and choose one.")
    shaw.types("/notices owed").sees("Your role does not let you see what Liaison still owes others")
    shaw.types("/notices").does_not_see("See what is owed to others")
    reply.button("Try again now").click()
    admin.sees("No channel has been chosen for the Policing Plan and Performance Committee.")
    all_looked_at(everywhere, shaw, anybody=True)
    reply = admin.types("/notices")
    reply.button("See what is owed to others").click()
    reply.sees("Still owed: 1 message")
    which = f"Cancel this?: {named}, to the channel of the Policing Plan and Performance Committee."
    assert reply.button("Cancel").confirmation == f"{which} Nobody is told of it then."
    reply.button("Cancel").click()
    reply.sees(f"Cancelled: {named}, to the channel of the Policing Plan and Performance Committee.")
    reply.sees("Nothing is owed to anybody.")
    acts = everywhere.store.run(
        WORKSPACE, lambda uow: [(entry.action, entry.actor) for entry in uow.audit.all()]
    )
    assert ("notice cancelled", "Admin") in acts


def test_p08_somebody_whose_account_is_gone_is_told_to_staff_and_the_new_account_gets_what_waited(
    office: Office,
) -> None:
    shaw, officer = office.member("Mrs L L Shaw"), office.staff("committee-services-officer")
    office.slack.clock.set(at("2026-11-23 20:00"))
    owes(office, shaw, "Barrow CDRP")
    office.slack.deactivate(shaw)
    office.slack.clock.set(at("2026-11-24 08:00"))
    office.slack.expect_violation("user_disabled")
    officer.dm.saw("I cannot reach Mrs L L Shaw in Slack, because their Slack account is deactivated.")
    officer.dm.saw("Type /partnership link: link their new account, then remove this link.")
    officer.types("/notices owed").sees(
        "Report waiting, to Mrs L L Shaw: held until somebody mends it: their Slack account is deactivated."
    )
    new = office.member("Mrs L L Shaw")
    office.store.run(WORKSPACE, people.unlink, None, SlackUserId(shaw.id), now=office.slack.clock.now())
    office.slack.clock.advance(seconds=1)
    new.dm.saw("A report-back is waiting: Barrow CDRP")
    officer.dm.saw("That account is not linked any more, so nothing waits for it.")
    officer.types("/notices owed").does_not_see("Report waiting")


def test_ux03_ux13_help_and_wrong_words_are_answered_to_fit_the_reader(office: Office) -> None:
    shaw, admin = office.member("Mrs L L Shaw"), office.staff("admin")
    stranger = office.slack.person("Mr A Nobody")
    for text in ("help", "zzzz", "owed please"):
        shaw.types(f"/notices {text}").sees("/notices: when I tell you things").does_not_see("owed")
        shaw.types(f"/notices {text}").sees("Press Choose there for your hours, days off, days away")
        admin.types(f"/notices {text}").sees("/notices owed: what I still owe to anybody, and why")
    stranger.types("/notices").does_not_see("When I tell you things")
    stranger.types("/notices owed").does_not_see("Still owed")


def test_ux23_a_message_in_a_channel_says_why_it_is_there_once(office: Office) -> None:
    officer = office.staff("committee-services-officer")
    ppp = office.channel("ppp", officer)
    office.slack.clock.set(datetime(2026, 12, 3, 9, 0, tzinfo=UTC))
    ppp.sees("Review due by 31 December 2026")
    (reminder,) = [text for text in ppp.messages if "Review due by" in text]
    assert reminder.count("[Why this?]") == 1
    assert "Remind me later" not in reminder


def test_after_a_week_without_a_bot_a_person_gets_one_message_about_what_is_due_now(
    tmp_path: Path, now: datetime
) -> None:
    with Slack(manifest_path(), now=now) as slack:
        settings = settings_for(slack, f"sqlite:///{tmp_path}/liaison.db", "socket")
        office = Office(slack, settings, "cumbria")
        shaw, clock = office.member("Mrs L L Shaw"), slack.clock
        knows(office, "partnerships", "cu-cdrp-barrow", next_meeting=MEETING)
        with Bot(settings):
            slack.connected()
            shaw.types("/diary").sees("3 December 2026: Barrow CDRP")
            clock.set(at("2026-11-30 20:00"))
            owes(office, shaw, "Eden LSP", "Carlisle LSP")
        for day in range(1, 9):
            clock.set(at(f"2026-12-0{day} 09:00"))
        with Bot(settings):
            slack.connected()
            shaw.dm.sees("3 things for you").sees("Barrow CDRP met on 3 December 2026.")
            shaw.dm.sees("Eden LSP").sees("Carlisle LSP")
            all_looked_at(office, shaw)
            (message,) = shaw.dm.messages
            assert "You go" not in message, "what was to be said before the meeting is not said after it"
        office.store.close()
