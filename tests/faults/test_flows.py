"""Every flow of the product with every fault: somebody who waits, and tries again when told to, gets there.

What was filed is filed once, what is posted is posted once, and nothing that was typed is lost. The run ends with a table
of what was tried.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path

import pytest
from pydantic import SecretStr
from tests.flows.office import Bot, Office, settings_for
from tests.flows.test_report_back import ACCOUNT, up_to_item
from tests.flows.test_reviews import DECEMBER_REMINDER
from tests.flows.test_risk import SECTIONS
from tests.reports import tell_of_fault

from liaison.bot.settings import manifest_path
from liaison.sandbox.acting.targets import Refused
from liaison.sandbox.delivery.faults import OF_CALLS, FaultKind
from liaison.sandbox.language.people import Form, Slack

GLANCE, PATIENCE = 0.3, 5.0  # seconds
WAITS = (0, 61, 300)  # seconds by the sandbox's clock, beyond Slack's second and third retry


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bot gives Slack half a second for an answer, and soon sees that a line is dead, so that tests are quick."""
    monkeypatch.setattr("liaison.bot.app.PATIENCE_OF_PEOPLE", 0.5)
    monkeypatch.setattr("liaison.handlers.replies.MOST_WAITING", 0.5)
    monkeypatch.setattr("liaison.bot.server.PING_SECONDS", 1.0)


def insists(office: Office, act: Callable[[], object], seen: Callable[[], object], tries: int = 3) -> None:
    """Acts, and looks at once, after a minute and after five; then tries again. The last look is a long one."""
    looks = [(number, seconds) for number in range(tries) for seconds in WAITS]
    for number, seconds in looks:
        office.slack.connected()  # what takes the bot a moment must not take it minutes of the clock
        if seconds:
            office.slack.clock.advance(seconds=seconds)
        is_last = (number, seconds) == looks[-1]
        office.slack.patience = PATIENCE if is_last else GLANCE
        try:
            if not seconds:
                act()
            seen()
        except (AssertionError, Refused):
            if is_last:
                raise
        else:
            office.slack.patience = PATIENCE
            return


def count(messages: list[str], text: str) -> int:
    return len([message for message in messages if text in message])


# The flows. Each leaves behind exactly what it should.


def looks_up(office: Office) -> None:
    shaw = office.member("Mrs L L Shaw")
    insists(office, lambda: shaw.types("/rep barrow cdrp"), lambda: shaw.sees("Substitute: Mr W Smith"))


def reports_back(office: Office) -> None:
    shaw, officer = office.member("Mrs L L Shaw"), office.staff("committee-services-officer")
    dm = shaw.dm
    insists(
        office,
        lambda: shaw.types("/reportback barrow cdrp"),
        lambda: dm.saw("1. Name of Partnership").button("Skip"),
    )
    answers = {
        "yes": "2. Date of Meeting",
        "12 November": "3. Representing Member",
        "me": "4. Report to which Committee",
        "ced": "5. Outcomes of the last meeting, briefly",
        ACCOUNT: "6. Date of next meeting",
        "2nd thurs in jan": "ready to check",
    }
    for answer, following in answers.items():
        # What is typed reaches the app sooner or later: it is never typed again.
        insists(office, partial(dm.says, answer), partial(dm.saw, following), tries=1)
    dm.saw(ACCOUNT)
    insists(
        office, lambda: dm.says("submit"), lambda: dm.saw("Report submitted on 23 November 2026"), tries=1
    )
    insists(office, office.slack.settled, lambda: officer.dm.saw("A report-back is waiting: Barrow CDRP"))
    assert count(dm.messages, "Report submitted on") == 1
    assert count(officer.dm.messages, "A report-back is waiting") == 1
    for label in answers.values():
        assert count(dm.messages, label) <= 2  # asked once; the summary and the receipt show it again
    insists(office, lambda: officer.types("/reportback waiting"), lambda: officer.sees("Reports waiting: 1"))


def files_a_form(office: Office) -> None:
    shaw, officer = office.member("Mrs L L Shaw"), office.staff("committee-services-officer")
    insists(office, lambda: shaw.types("/reportback form barrow cdrp"), lambda: shaw.form("Report-back"))
    form = shaw.form("Report-back")
    form.field("2.").pick(date(2026, 11, 12))
    form.field("4.").choose("Communities, Equality and Diversity Committee")
    form.field("5.").fill(ACCOUNT)
    insists(office, lambda: submits(form), form.closes)
    insists(office, office.slack.settled, lambda: shaw.dm.saw("Report submitted on"), tries=2)
    insists(office, office.slack.settled, lambda: officer.dm.saw("A report-back is waiting: Barrow CDRP"))
    assert count(shaw.dm.messages, "Report submitted on") == 1
    assert count(officer.dm.messages, "A report-back is waiting") == 1


def submits(form: Form, page: str = "") -> None:
    """Submits a form, unless it has closed or gone on to another page while nobody looked."""
    if form.is_open and page in form.text:
        form.submit()


def assesses_a_risk(office: Office) -> None:
    support = office.staff("support-officer")
    insists(
        office,
        lambda: support.types("/risk assess barrow cdrp"),
        lambda: support.sees("have no risk checklist"),
    )

    def begins() -> None:
        if support.has_form:
            return
        reply = support.types("/risk assess barrow cdrp")
        if not support.has_form:  # an adopted checklist opens at once
            reply.button("Start").click()

    insists(office, begins, lambda: support.form("Risk assessment"))
    form = support.form("Risk assessment")
    for number in ("1.", "2.", "3.", "4.", "5."):
        form.field(number).choose("Yes" if number == "1." else "No")
    pages = ["Governance, Communication", "Finance", "Human Resources", "Assets/Property", "Page 6 of 6"]
    for page, (fields, following) in enumerate(zip([[], *SECTIONS], pages, strict=True), 1):
        for label in fields:
            form.field(label).fill(f"Answer to {label}")
        insists(office, partial(submits, form, f"Page {page} of 6"), partial(form.sees, following))
    insists(
        office, lambda: submits(form), lambda: support.form("Assessment closed").sees("25 of 25 answered.")
    )
    support.form().close()
    insists(
        office,
        lambda: support.types("/risk status barrow cdrp"),
        lambda: support.sees("high risk, closed on 23 November 2026"),
    )


def reminds_and_reviews(office: Office) -> None:
    officer = office.staff("committee-services-officer")
    ppp = office.channel("ppp", officer)
    insists(
        office,
        lambda: office.slack.clock.set(DECEMBER_REMINDER),
        lambda: ppp.sees("Review due by 31 December 2026"),
        tries=1,
    )
    assert count(ppp.messages, "Review due by") == 1

    def starts() -> None:
        if not officer.has_form:
            officer.in_(ppp).button("Start the review").click()

    insists(office, starts, lambda: officer.form("Record the review"))
    form = officer.form("Record the review")
    form.field("Outcome").choose("Changes agreed")
    form.field("What was decided").fill("Two measures replaced.")
    insists(office, lambda: submits(form), lambda: officer.form("Review recorded"))
    officer.form("Review recorded").close()
    insists(office, office.slack.settled, lambda: ppp.sees("Changes agreed."))
    assert count(ppp.messages, "Reviewed on 3 December 2026") == 1
    assert count(ppp.messages, "Review due by") == 0


def says_hello(office: Office) -> None:
    officer = office.staff("committee-services-officer")
    channel = office.channel("ppp", officer, bot=False)
    insists(
        office,
        lambda: officer.invites_app(channel),
        lambda: channel.sees("I will post reminders of reviews"),
        tries=1,
    )
    assert count(channel.messages, "I will post reminders of reviews") == 1


def chooses_a_channel(office: Office) -> None:
    officer = office.staff("committee-services-officer")
    office.slack.channel("ppp-committee", [officer], bot=True)

    def opens() -> None:
        if not officer.has_form:
            reply = officer.types("/committee")
            reply.button("Choose the channel of the Policing Plan and Performance Committee").click()

    insists(office, opens, lambda: officer.form("Channel"))
    form = officer.form("Channel")
    form.field("Channel").choose("ppp-committee")
    insists(office, lambda: submits(form), form.closes)
    insists(office, lambda: officer.types("/committee"), lambda: officer.sees("#ppp-committee"))


@dataclass(frozen=True)
class Flow:
    """`calls` are the methods of Slack that it needs, `deliveries` what reaches the app.

    `sometimes` are calls that it makes only where its first try goes well.
    """

    go: Callable[[Office], None]
    calls: tuple[str, ...]
    deliveries: tuple[str, ...]
    sometimes: tuple[str, ...] = ()


FLOWS = [
    Flow(looks_up, ("users.info",), ("/rep",)),
    Flow(
        reports_back,
        ("users.info", "conversations.open", "chat.postMessage", "chat.update"),
        ("/reportback", "message"),
    ),
    Flow(
        files_a_form,
        ("users.info", "views.open", "conversations.open", "chat.postMessage"),
        ("/reportback", "view_submission", "block_actions"),
    ),
    Flow(
        assesses_a_risk,
        ("users.info", "views.open", "response_url"),
        ("/risk", "block_actions", "view_submission"),
        sometimes=("response_url",),
    ),
    Flow(
        reminds_and_reviews,
        ("users.info", "chat.postMessage", "views.open", "chat.update"),
        ("block_actions", "view_submission"),
    ),
    Flow(says_hello, ("chat.postMessage",), ("member_joined_channel",)),
    Flow(chooses_a_channel, ("users.info", "views.open"), ("/committee", "block_actions", "view_submission")),
]
UNACKNOWLEDGED = (
    FaultKind.LATE_DELIVERY,
    FaultKind.LOST_ACK,
    FaultKind.LOST_DELIVERY,
    FaultKind.LOST_CONNECTION,
)
EVENTS = ("message", "member_joined_channel")
SHARED = (FaultKind.TWICE, FaultKind.OUT_OF_ORDER)
SECONDS = {FaultKind.RATE_LIMIT: 30, FaultKind.LATE_ANSWER: 60, FaultKind.LATE_DELIVERY: 4}


def fits(flow: Flow, kind: FaultKind) -> bool:
    """Slack repeats and reorders events only; a revoked token ends a flow, and has tests of its own."""
    if kind is FaultKind.TOKEN_REVOKED:
        return False
    return kind not in SHARED or any(name in EVENTS for name in flow.deliveries)


@pytest.mark.parametrize(
    ("flow", "kind"),
    [
        pytest.param(flow, kind, id=f"{flow.go.__name__}-{kind}")
        for flow in FLOWS
        for kind in FaultKind
        if fits(flow, kind)
    ],
)
def test_a_flow_with_a_fault(
    office: Office, flow: Flow, kind: FaultKind, request: pytest.FixtureRequest
) -> None:
    faults = office.slack.faults
    for name in flow.calls if kind in OF_CALLS else flow.deliveries:
        if kind not in SHARED or name in EVENTS:
            faults.arm(kind, name, 1, seconds=SECONDS.get(kind, 0))
    flow.go(office)
    assert {armed.what for armed in faults.armed} <= set(flow.sometimes)  # all others have struck
    faults.clear()
    for (_, name), times in faults.struck.items():
        tell_of_fault(request.node, flow.go.__name__, kind, name, times)
    forgive(office, kind)


def test_a_token_revoked_in_the_middle_loses_nothing(tmp_path: Path, now: datetime) -> None:
    """The bot is started again with the new token, as the guide to running it says."""
    with Slack(manifest_path(), now=now) as slack:
        settings = settings_for(slack, f"sqlite:///{tmp_path}/liaison.db", "socket")
        office = Office(slack, settings, "cumbria")
        shaw = office.member("Mrs L L Shaw")
        with Bot(settings):
            slack.connected()
            up_to_item(shaw, 5)
            slack.faults.token_revoked("chat.postMessage")
            shaw.dm.says(ACCOUNT)
            slack.expect_violation("token_revoked")
        token = SecretStr(slack.install())
        with Bot(settings.model_copy(update={"slack_bot_token": token})):
            slack.connected()
            slack.clock.advance(minutes=1)
            shaw.dm.saw("6. Date of next meeting")
            shaw.dm.says("not known")
            shaw.dm.sees("ready to check").sees(ACCOUNT)
        office.store.close()


def forgive(office: Office, kind: FaultKind) -> None:
    """What the faults themselves cause is not the app's doing; under all others it acknowledges in time."""
    office.slack.settled()
    forgiven = {"expired_trigger_id"} | ({"not_acknowledged"} if kind in UNACKNOWLEDGED else set())
    for violation in office.slack.violations:
        if violation.code in forgiven:
            office.slack.expect_violation(violation.code)
