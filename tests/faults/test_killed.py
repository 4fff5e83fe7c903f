"""The bot is killed in the middle, started again, and people carry on as if nothing had happened."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from tests.flows.bot_process import BotProcess
from tests.flows.office import Office, settings_for

from liaison.bot.settings import manifest_path
from liaison.sandbox.language.people import Slack

ACCOUNT = "Agreed the winter alcohol plan; the youth task group reports in March."


@pytest.fixture
def killable(office_url: str, now: datetime) -> Iterator[tuple[Office, BotProcess]]:
    """An office whose bot is a process of its own."""
    with Slack(manifest_path(), now=now, patience=15.0) as slack:
        settings = settings_for(slack, office_url, "socket")
        office = Office(slack, settings, "cumbria")
        bot = BotProcess(settings)
        bot.start()
        slack.connected(30)
        try:
            yield office, bot
        finally:
            bot.kill()
            office.store.close()


def killed_and_back(office: Office, bot: BotProcess) -> None:
    """Kills the bot and starts it again."""
    bot.kill()
    office.slack.disconnected()
    bot.start()
    office.slack.connected(30)


def test_killed_in_the_middle_of_a_report_back(killable: tuple[Office, BotProcess]) -> None:
    office, bot = killable
    shaw, officer = office.member("Mrs L L Shaw"), office.staff("committee-services-officer")
    shaw.types("/reportback barrow cdrp")
    dm = shaw.dm
    dm.saw("1. Name of Partnership")
    dm.says("yes")
    dm.sees("2. Date of Meeting")
    dm.says("12 November")
    dm.sees("3. Representing Member")

    killed_and_back(office, bot)

    dm.button("Yes, Mrs L L Shaw").click()
    dm.sees("4. Report to which Committee")
    dm.says("ced")
    dm.sees("5. Outcomes")

    killed_and_back(office, bot)

    dm.says(ACCOUNT)
    dm.sees("6. Date of next meeting")
    dm.says("not known")
    dm.sees("12 November 2026").sees("Mrs L L Shaw").sees(ACCOUNT).sees("ready to check")

    killed_and_back(office, bot)

    dm.button("Submit").click()
    dm.sees("Report submitted on")
    officer.dm.saw("A report-back is waiting: Barrow CDRP, meeting of 12 November 2026")


def test_what_is_typed_while_the_bot_is_down_is_taken_when_it_is_back(
    killable: tuple[Office, BotProcess],
) -> None:
    office, bot = killable
    shaw = office.member("Mrs L L Shaw")
    shaw.types("/reportback barrow cdrp")
    shaw.dm.saw("1. Name of Partnership")
    bot.kill()
    office.slack.disconnected()
    shaw.dm.says("yes")
    bot.start()
    office.slack.connected(30)
    office.slack.clock.advance(minutes=1)  # Slack's first retries
    shaw.dm.saw("2. Date of Meeting")


def test_killed_before_the_next_item_was_asked_it_is_asked_again(killable: tuple[Office, BotProcess]) -> None:
    office, bot = killable
    shaw = office.member("Mrs L L Shaw")
    shaw.types("/reportback barrow cdrp")
    shaw.dm.saw("1. Name of Partnership")
    bot.kill()
    office.answered_but_not_asked(shaw)
    bot.start()
    office.slack.connected(30)
    office.slack.clock.advance(minutes=1)
    shaw.dm.saw("I was interrupted before I could ask the next item.").saw("2. Date of Meeting")
    shaw.dm.says("12 November")
    shaw.dm.sees("3. Representing Member")


def test_killed_in_the_middle_of_a_checklist(killable: tuple[Office, BotProcess]) -> None:
    office, bot = killable
    support = office.staff("support-officer")
    reply = support.types("/risk assess barrow cdrp")
    reply.button("Start").click()
    form = support.form("Risk assessment")
    for number in ("1.", "2.", "3.", "4.", "5."):
        form.field(number).choose("Yes")
    form.submit()
    form.sees("Governance")
    form.field("1.").fill("An agreement of 2008")

    killed_and_back(office, bot)

    form.submit()
    form.sees("Finance")
    form.field("10.").fill("The county council")

    killed_and_back(office, bot)

    form.submit()
    form.sees("Human Resources")
    form.close()
    support.types("/risk assess barrow cdrp")
    again = support.form("Risk assessment")
    again.sees("An agreement of 2008")


def test_a_reminder_due_while_the_bot_is_down_is_sent_once_when_it_is_back(
    killable: tuple[Office, BotProcess],
) -> None:
    office, bot = killable
    officer = office.staff("committee-services-officer")
    ppp = office.channel("ppp", officer)
    bot.kill()
    office.slack.disconnected()
    office.slack.clock.advance(days=11)
    bot.start()
    office.slack.connected(30)
    ppp.sees("Review due by 31 December 2026")
    killed_and_back(office, bot)
    officer.types("/review").sees("due by 31 December 2026")
    assert len([text for text in ppp.messages if "Review due by" in text]) == 1
