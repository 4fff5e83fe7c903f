"""Lessons: shown first and then posted, found by their words, and withdrawn (G-10)."""

from datetime import UTC, datetime

import pytest
from tests.flows.office import WORKSPACE, Office
from tests.flows.test_notices import all_looked_at

from liaison.sandbox.language.people import Person
from liaison.sandbox.workspace import Workspace

LESSON = "Ask for figures a month before the meeting."


@pytest.fixture
def officer(office: Office) -> Person:
    return office.staff("committee-services-officer")


def test_g_10_a_lesson_of_a_review_is_shown_first_and_then_posted(office: Office, officer: Person) -> None:
    link = office.staff("link-officer")
    ppp, force = (
        office.channel("ppp", officer),
        office.slack.channel("force-partners", [officer, link], bot=True),
    )
    office.slack.clock.set(datetime(2026, 12, 3, 9, 0, tzinfo=UTC))
    ppp.sees("Review due by 31 December 2026")
    officer.in_(ppp).button("Start the review").click()
    form = officer.form("Record the review")
    form.field("Outcome").choose("No change")
    form.field("Lesson to share").fill(f"Barrow was late. {LESSON}")
    form.field("Share the lesson").choose("Share it in a channel next")
    form.submit()
    form = officer.form("Share a lesson").sees("The review is recorded.")
    link.types("/review lessons").sees("0 lessons")
    form.field("What is posted").fill(LESSON)
    form.field("Where").choose("force-partners")
    form.submit()
    preview = officer.form("Post this lesson?").sees("force-partners").sees("Everybody there can read it")
    preview.sees(LESSON).sees("Shared by Committee Services Officer")
    assert not any(LESSON in text for text in force.messages)
    office.slack.faults.lost_ack("view_submission")
    preview.submit()
    preview.submit()
    officer.form("Lesson posted").close_all()
    force.sees("A lesson from partnership work").sees(LESSON).sees("on 3 December 2026")
    assert len([text for text in force.messages if LESSON in text]) == 1
    assert not any("Barrow was late" in text for text in (*force.messages, *ppp.messages))
    shown = link.types("/review lessons figures").sees("1 lesson").sees(LESSON)
    assert "Barrow was late" not in shown.text
    link.types("/review lessons alcohol").sees("0 lessons")
    officer.types("/review lessons barrow").sees("Barrow was late").sees("posted in")
    office.slack.expect_violation("not_acknowledged")


def test_g_10_a_lesson_is_added_by_itself_and_found_by_its_words(office: Office, officer: Person) -> None:
    egan = office.member("Mrs C Egan")
    egan.types("/review lesson")
    form = egan.form("Add a lesson")
    form.field("What was learnt").fill(LESSON)
    form.field("Partnership").choose("Barrow CDRP", search="barrow cdrp")
    form.submit()
    egan.form("Lesson kept").button("Share in a channel").click()
    egan.form("Share a lesson").close_all()
    officer.types("/review lessons barrow figures").sees(LESSON).sees(
        "Barrow CDRP, Mrs C Egan, 23 November 2026"
    )
    entries = office.store.run(WORKSPACE, lambda uow: list(uow.audit.all()))
    assert not [entry for entry in entries if LESSON in str(entry)]


def test_g_10_a_lesson_is_withdrawn_and_the_message_in_the_channel_says_so(
    office: Office, officer: Person
) -> None:
    egan, smith, link = office.member("Mrs C Egan"), office.member("Mr W Smith"), office.staff("link-officer")
    force = office.slack.channel("force-partners", [egan, link], bot=True)
    egan.types("/review lesson")
    form = egan.form("Add a lesson")
    form.field("What was learnt").fill(LESSON)
    form.submit()
    egan.form("Lesson kept").button("Share in a channel").click()
    form = egan.form("Share a lesson")
    form.field("Where").choose("force-partners")
    form.submit()
    egan.form("Post this lesson?").submit()
    posted = egan.form("Lesson posted")
    posted.close()
    posted.closes()
    force.sees(LESSON)
    smith.types("/review lessons").sees(LESSON).does_not_see("[Withdraw]")
    link.types("/review lessons").sees(LESSON).does_not_see("[Withdraw]")
    stands = officer.types("/review lessons figures")
    gone = egan.types("/review lessons figures")
    assert gone.button("Withdraw").confirmation == (
        "Withdraw this lesson?: It leaves the list, and where it was posted the message says that it was withdrawn."
    )
    gone.button("Withdraw").click()
    gone.sees("The lesson is withdrawn.").sees('0 lessons with "figures"')
    force.sees("A lesson that was shared here was withdrawn by Mrs C Egan on 23 November 2026.")
    assert not any(LESSON in text for text in force.messages)
    stands.button("Share in a channel").click()
    officer.sees(
        "This lesson was withdrawn by Mrs C Egan on 23 November 2026. Type /review lessons to see the others."
    )
    acts = office.store.run(WORKSPACE, lambda uow: [(entry.action, entry.actor) for entry in uow.audit.all()])
    assert ("lesson withdrawn", "Mrs C Egan") in acts


def test_g_10_staff_withdraw_anybodys_lesson_and_what_was_not_posted_yet_is_not_posted(
    office: Office, officer: Person
) -> None:
    egan = office.member("Mrs C Egan")
    force = office.slack.channel("force-partners", [egan], bot=True)
    egan.types("/review lesson")
    form = egan.form("Add a lesson")
    form.field("What was learnt").fill(LESSON)
    form.submit()
    egan.form("Lesson kept").button("Share in a channel").click()
    form = egan.form("Share a lesson")
    form.field("Where").choose("force-partners")
    form.submit()
    office.slack.faults.rate_limit("chat.postMessage", times=1, retry_after=60)
    egan.form("Post this lesson?").submit()
    egan.form("Lesson posted").close_all()
    all_looked_at(office, egan, anybody=True)
    shown = officer.types("/review lessons")
    shown.button("Withdraw").click()
    shown.sees("The lesson is withdrawn.").sees("0 lessons")
    office.slack.clock.advance(minutes=5)
    all_looked_at(office, egan, anybody=True)
    assert not force.messages


def test_g_10_a_lesson_goes_to_no_private_channel_in_which_its_sharer_is_not(
    office: Office, officer: Person
) -> None:
    """The link officer is let in, chooses the channel, and is no longer in it when they send the form; nor is it a message."""
    link, slack = office.staff("link-officer"), office.slack
    private = slack.channel("quiet-partners", [officer, link], bot=True, private=True)
    link.types("/review lesson")
    form = link.form("Add a lesson")
    form.field("What was learnt").fill(LESSON)
    form.submit()
    link.form("Lesson kept").button("Share in a channel").click()
    form = link.form("Share a lesson")
    form.field("Where").choose("quiet-partners")
    slack.sandbox.look(lambda workspace: workspace.conversations[private.id].members.remove(link.id))
    form.submit()
    refused = "Liaison cannot post there for you. Choose a channel that you are in, and in which Liaison is."
    assert form.errors == {"Where": refused}

    def choose_a_direct_message(workspace: Workspace) -> None:
        direct = workspace.find_dm(officer.id)
        values = workspace.stack(link.id)[-1].values
        [chosen] = [
            each for block in values.values() for each in block.values() if "selected_conversation" in each
        ]
        chosen["selected_conversation"] = direct.id if direct else "D0000000"

    slack.sandbox.look(choose_a_direct_message)
    form.submit()
    assert form.errors == {"Where": refused}
    slack.sandbox.look(lambda workspace: workspace.conversations[private.id].members.append(link.id))
    form.field("Where").choose("quiet-partners")
    form.submit()
    link.form("Post this lesson?").submit()
    private.sees(LESSON)
    link.form("Lesson posted").close_all()
