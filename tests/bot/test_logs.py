"""Nothing restricted is ever logged, at any level, by us or by any library; what goes wrong has a reference."""

import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import text
from tests.bot.terminal import SETTINGS
from tests.conftest import NOW
from tests.flows.office import Office, settings_for

from liaison.bot.settings import Settings, manifest_path
from liaison.sandbox.language.people import Person, Slack
from liaison.storage.database import open_engine

# Words that stand nowhere but in what people type here.
REPORT, RISK, BROKEN = "zebrafinch", "quokkatown", "wombatgate"
MARKERS = (REPORT, RISK, BROKEN)
REFERENCE = re.compile(r"\(reference ([0-9a-f]{8})\)")


class LoggingBot:
    """The bot as a process of its own at LOG_LEVEL=DEBUG, with all that it prints in a file."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        secrets = ("slack_bot_token", "slack_app_token", "slack_signing_secret", "liaison_key")
        values = settings.model_dump(exclude_none=True)
        values |= {name: values[name].get_secret_value() for name in secrets if name in values}
        given = {name.upper(): str(value) for name, value in values.items()}
        others = {name: value for name, value in os.environ.items() if name not in SETTINGS}
        self._log = folder / "log"
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "liaison", "serve"],
                cwd=folder,
                env={**others, **given, "LOG_LEVEL": "DEBUG"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def stops(self) -> str:
        """Ends it as a deployment does; everything that it has ever printed."""
        self._process.terminate()
        try:
            self._process.wait(15)
        finally:
            self._process.kill()
            self._process.wait()
        return self._log.read_text()


class Day(NamedTuple):
    """What came of a day at work."""

    log: str
    references: list[str]  # of each trouble, as the person saw it
    secrets: tuple[str, ...]


@pytest.fixture(scope="module", params=["socket", "http"])
def day(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Day:
    """A day in an office whose bot says all it has to say, and whose database breaks."""
    folder = tmp_path_factory.mktemp("day")
    with Slack(manifest_path(), now=NOW, patience=15.0) as slack:
        settings = settings_for(slack, f"sqlite:///{folder}/liaison.db", request.param)
        office = Office(slack, settings, "cumbria")
        if request.param == "http":
            slack.deliver_by_http(f"http://127.0.0.1:{settings.port}/slack/events")
        bot = LoggingBot(settings, folder)
        try:
            slack.connected(30)
            references = works(office)
        finally:
            log = bot.stops()
            office.store.close()
        secrets = (settings.key, slack.bot_token, slack.app_token, slack.signing_secret)
    return Day(log, references, secrets)


def renames(office: Office, table: str, to: str) -> None:
    """Breaks the database, or mends it."""
    with office.store.engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {table} RENAME TO {to}"))


def reports(shaw: Person) -> None:
    """Reports back from a meeting, with a marked account."""
    shaw.types("/reportback barrow cdrp").sees("direct message")
    dm = shaw.dm
    dm.saw("1. Name of Partnership")
    for answer, following in (
        ("yes", "2. Date of Meeting"),
        ("12 November", "3. Representing Member"),
        ("yes", "4. Report to which Committee"),
        ("ced", "5. Outcomes"),
        (f"Agreed the {REPORT} plan; the youth task group reports in March.", "6. Date of next meeting"),
        ("not known", "ready to check"),
        ("submit", "Report submitted"),
    ):
        dm.says(answer)
        dm.sees(following)


def assesses(support: Person) -> None:
    """Answers a page of the checklist with marked answers, and leaves it."""
    reply = support.types("/risk assess barrow cdrp")
    reply.button("Start").click()
    form = support.form("Risk assessment")
    for number in ("1.", "2.", "3.", "4.", "5."):
        form.field(number).choose("No")
    form.submit()
    form.sees("Governance")
    for number in ("1.", "2a.", "3."):
        form.field(number).fill(f"Answer {RISK}")
    form.submit()
    form.sees("Finance")
    form.close()


def works(office: Office) -> list[str]:
    """The day: people file and assess, then again with a database that breaks. Gives the references they see."""
    shaw, officer = office.member("Mrs L L Shaw"), office.staff("committee-services-officer")
    support = office.staff("support-officer")
    reports(shaw)
    officer.dm.saw("A report-back is waiting")
    officer.dm.button("Open the report").click()
    officer.form("Report-back").sees(REPORT)
    support.dm.saw("Your copy of a report-back")
    assesses(support)

    # And again with a database that breaks.
    shaw.types("/reportback carlisle and eden cdrp").sees("direct message")
    shaw.dm.saw("Name of Partnership")
    renames(office, "drafts", "drafts_gone")
    shaw.dm.says(f"The {BROKEN} partnership")
    shaw.dm.sees("Something went wrong here (reference")
    references = REFERENCE.findall(shaw.dm.messages[-1])
    shaw.types("/reportback furness partnership").sees("Something went wrong here (reference")
    renames(office, "drafts_gone", "drafts")

    support.types("/risk assess barrow cdrp")
    form = support.form("Risk assessment")
    form.field("2b.").fill(f"Answer {BROKEN}")
    office.slack.settled()
    renames(office, "assessments", "assessments_gone")
    form.submit()
    references += REFERENCE.findall(str(form.errors))
    assert "What you typed is kept where you typed it." in str(form.errors)
    renames(office, "assessments_gone", "assessments")
    form.submit()
    form.sees("Finance")
    return references


def test_nothing_that_people_type_is_logged(day: Day) -> None:
    for marker in MARKERS:
        assert marker not in day.log, around(day.log, marker)


def test_the_reference_that_the_person_saw_is_in_the_log(day: Day) -> None:
    assert len(day.references) == 2
    for reference in day.references:
        assert reference in day.log
    assert "OperationalError" in day.log, "the log tells what kind of trouble it was"


def around(log: str, marker: str) -> str:
    """What stands about a marker in a log."""
    at = log.index(marker)
    return log[max(0, at - 500) : at + 200]


def test_the_log_is_json_line_by_line_and_has_no_secrets(day: Day) -> None:
    ours = [json.loads(line) for line in day.log.splitlines() if line.startswith("{")]
    trouble = next(entry for entry in ours if entry["event"] == "unexpected error")
    assert trouble["level"] == "error"
    assert trouble["kind"] == "OperationalError"
    assert trouble["at"]
    for secret in day.secrets:
        assert secret not in day.log
    assert "Traceback" not in day.log


# What any library may do

LIBRARIES = (
    "aiohttp.server",
    "apscheduler.executors.default",
    "asyncio",
    "slack_bolt.AsyncApp",
    "uvicorn.error",
)
SCRIPT = f"""
import json, logging
from pydantic import BaseModel
from liaison.bot.logs import log_trouble, set_up

class Answered(BaseModel):
    answer: int

set_up("DEBUG")
try:
    Answered(answer={BROKEN!r})
except ValueError as error:
    for name in {LIBRARIES!r}:
        for level in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
            logging.getLogger(name).log(level, "the payload is %s", {BROKEN!r})
        if {{tracebacks}}:
            logging.getLogger(name).error("it failed", exc_info=error)
    print(log_trouble(error))
"""


@cache
def logged(*, tracebacks: bool) -> tuple[str, str]:
    """What a process prints whose libraries log what somebody typed: the reference of its trouble, and its log."""
    script = SCRIPT.replace("{tracebacks}", str(tracebacks))
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=True
    )
    return ran.stdout.strip(), ran.stderr


def test_a_librarys_messages_are_kept_out() -> None:
    _, log = logged(tracebacks=False)
    assert BROKEN not in log
    for name in LIBRARIES:
        assert name in log, "that something happened is told all the same"


def test_a_librarys_tracebacks_are_kept_out() -> None:
    _, log = logged(tracebacks=True)
    assert BROKEN not in log, around(log, BROKEN)


def test_trouble_is_logged_without_its_message() -> None:
    reference, log = logged(tracebacks=False)
    entry = json.loads(log.splitlines()[-1])
    assert entry["reference"] == reference
    assert entry["kind"] == "ValidationError"


def test_the_databases_errors_show_no_values(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/liaison.db")
    with engine.connect() as connection, pytest.raises(Exception, match="no such table") as caught:
        connection.execute(text("INSERT INTO nowhere VALUES (:said)"), {"said": BROKEN})
    engine.dispose()
    assert BROKEN not in str(caught.value)
