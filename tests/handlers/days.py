"""A few days in an office, played through the sandbox, with everything that went to and fro."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tests.conftest import NOW
from tests.flows.office import Office, open_office

from liaison.sandbox.journal import Entry
from liaison.sandbox.workspace import Workspace

Json = dict[str, Any]
DECEMBER_REMINDER = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)

# Words that stand nowhere but in what people type here.
OUTCOME, ANSWER = "zebrafinch", "quokkatown"
RESTRICTED = (OUTCOME, ANSWER)
TYPED = (
    f"Agreed the {OUTCOME} plan; the youth task group reports in March. <!channel>",
    f"Answer {ANSWER}",
    "Two measures replaced.",
    "The committee meets later.",
)


@dataclass
class Shown:
    """Everything that the app showed: messages (with their text and blocks) and views."""

    messages: list[Json] = field(default_factory=list)
    views: list[Json] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    calls: set[str] = field(default_factory=set)

    def note(self, entry: Entry) -> None:
        """Takes in one payload from the app."""
        self.calls.add(entry.kind)
        payload = entry.payload
        if not isinstance(payload, dict):
            return
        if "view" in payload:
            self.views.append(payload["view"])
        elif payload.get("response_action") == "errors":
            self.errors += payload["errors"].values()
        elif "text" in payload or "blocks" in payload:
            self.messages.append(payload)

    def surfaces(self) -> Iterator[Json]:
        """Messages and views alike."""
        yield from self.messages
        yield from self.views

    def elements(self) -> Iterator[tuple[Json, Json]]:
        """Every interactive element with its block."""
        for surface in self.surfaces():
            for block in surface.get("blocks") or []:
                for element in (*block.get("elements", []), block.get("accessory"), block.get("element")):
                    if element and "action_id" in element:
                        yield block, element

    def texts(self) -> Iterator[Json]:
        """Every text object of every surface: labels, buttons, options, paragraphs, titles."""
        yield from _texts(list(self.surfaces()))


def _texts(part: Any) -> Iterator[Json]:
    if isinstance(part, list):
        for item in part:
            yield from _texts(item)
    elif isinstance(part, dict):
        if part.get("type") in {"mrkdwn", "plain_text"} and isinstance(part.get("text"), str):
            yield part
        else:
            for value in part.values():
                yield from _texts(value)


def play(folder: Path) -> Shown:
    """Plays the days; gives everything that was shown."""
    shown = Shown()
    with open_office(f"sqlite:///{folder}/liaison.db", NOW) as office:
        office.slack.sandbox.look(_keep_all)
        _commands(office)
        _report(office)
        _risk(office)
        _reviews(office)
        _strangers(office)
        office.slack.settled()
        entries = office.slack.sandbox.look(lambda workspace: list(workspace.journal.entries))
    for entry in entries:
        if entry.direction == "in":
            shown.note(entry)
    return shown


def _keep_all(workspace: Workspace) -> None:
    workspace.journal.entries = deque()


def _commands(office: Office) -> None:
    shaw, officer = office.member("Mrs L L Shaw"), office.staff("committee-services-officer")
    for person in (shaw, officer):
        for command in office.slack.sandbox.look(lambda workspace: list(workspace.manifest.commands)):
            person.types(f"{command} help")
            person.types(f"{command} nonsense that fits nothing")
            person.types(command)
        person.types("/reportback cancel")
        person.dm.says("cancel")
    for text in (
        "barrow",
        "cumbria strategic partnership",
        "eden",
        "shaw",
        "me",
        "vacant",
        "matrix",
        "ced",
        "chairman",
        "carlsle",
        "lsp",
    ):
        shaw.types(f"/rep {text}")
    card = shaw.types("/rep barrow")
    card.sees("Shaw")
    card.button("Details: Barrow CDRP").click()
    shaw.types("/rep matrix").button("Next page").click()
    officer.types("/committee").sees("Committees of")


def _report(office: Office) -> None:
    shaw, officer = (
        office.linked("Mr W Smith", "member"),
        office.linked("Second Officer", "committee-services-officer"),
    )
    support = office.staff("support-officer")
    dm = shaw.dm
    dm.says("hello?")
    dm.sees("I am not asking you anything")
    shaw.types("/reportback barrow cdrp").sees("direct message")
    dm.saw("1. Name of Partnership")
    dm.says("help")
    dm.says("yes")
    dm.sees("2. Date of Meeting")
    dm.says("save")
    shaw.types("/reportback drafts").button("Carry on").click()
    dm.sees("2. Date of Meeting")
    for said, following in (
        ("not a date at all", "date"),
        ("12 November", "3. Representing Member"),
        ("me", "4. Report to which Committee"),
        ("ced", "5. Outcomes"),
        (TYPED[0], "6. Date of next meeting"),
        ("back", "5. Outcomes"),
        ("keep", "6. Date of next meeting"),
        ("2nd thurs in jan", "ready to check"),
    ):
        dm.says(said)
        dm.sees(following)
    dm.button("Change item 6.").click()
    dm.sees("6. Date of next meeting")
    dm.button("Not known").click()
    dm.sees("ready to check")
    dm.button("Submit").click()
    dm.sees("Report submitted")
    officer.dm.saw("A report-back is waiting")
    officer.dm.button("Open the report").click()
    officer.form("Report-back").sees(OUTCOME)
    officer.form().close()
    officer.types("/reportback waiting").sees("Reports waiting: 1")
    support.dm.saw("Your copy of a report-back")
    dm.button("Read the report").click()
    shaw.form("Report-back").close()


def _risk(office: Office) -> None:
    support = office.linked("Second Support Officer", "support-officer")
    support.types("/risk assess barrow cdrp").button("Start").click()
    form = support.form("Risk assessment")
    form.submit()
    for number in ("1.", "2.", "3.", "4.", "5."):
        form.field(number).choose("No")
    form.submit()
    form.sees("Governance")
    for number in ("1.", "2a.", "3."):
        form.field(number).fill(TYPED[1])
    for following in ("Finance", "Human Resources", "Assets/Property", "Page 6 of 6"):
        form.submit()
        form.sees(following)
    form.button("2. Governance").click()
    form.sees("Governance, Communication")
    form.button("Previous page").click()
    form.sees("does any of these apply")
    for following in ("Governance", "Finance", "Human Resources", "Assets/Property", "Page 6 of 6"):
        form.submit()
        form.sees(following)
    form.submit()
    form.field("Why is less enough?").choose("A temporary initiative")
    form.field("Reason").fill("A pilot of three months without staff.")
    form.submit()
    support.form("Assessment closed").close()
    support.types("/risk status").sees("not high risk")


def _reviews(office: Office) -> None:
    officer, member = (
        office.linked("Third Officer", "committee-services-officer"),
        office.linked("Mrs C Egan", "member"),
    )
    ppp = office.channel("ppp", officer, member)
    office.slack.clock.set(DECEMBER_REMINDER)
    ppp.sees("Review due by 31 December 2026")
    place = officer.in_(ppp)
    place.says("@Liaison hello")
    place.sees("I answer commands")
    place.button("Why this?").click()
    member.in_(ppp).button("Start the review").click()
    member.in_(ppp).sees("Your role does not let you")
    place.button("Postpone").click()
    form = officer.form("Postpone the review")
    form.field("New date").pick(date(2026, 12, 1))
    form.field("Reason").fill(TYPED[3])
    form.submit()
    form.field("New date").pick(date(2027, 1, 31))
    form.submit()
    form.closes()
    ppp.sees("31 January 2027")
    place.button("Start the review").click()
    form = officer.form("Record the review")
    form.field("Outcome").choose("Changes agreed")
    form.field("What was decided").fill(TYPED[2])
    form.submit()
    form.closes()
    ppp.sees("Reviewed on 3 December 2026")
    office.slack.clock.set(datetime(2027, 6, 2, 8, 0, tzinfo=UTC))
    officer.dm.saw("I could not post a reminder")
    officer.types("/review").sees("Coming")
    officer.types("/committee").button("Choose the channel of the Personnel Committee").click()
    form = officer.form("Channel")
    form.field("Channel").choose("ppp-committee")
    form.submit()
    form.closes()
    personnel = office.slack.channel("personnel", [officer])
    officer.invites_app(personnel)
    personnel.sees("I post nothing here until")


def _strangers(office: Office) -> None:
    clerk, visitor = office.slack.person("A new clerk"), office.slack.person("A visitor", guest=True)
    clerk.types("/rep barrow").sees("I do not know who you are")
    clerk.dm.says("hello")
    clerk.dm.sees("I do not know who you are")
    general = office.slack.channel("visitors", [visitor])
    visitor.types("/rep barrow", in_=general).sees("you are a guest here")
