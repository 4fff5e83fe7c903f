"""A few days in an office, played through the sandbox, with everything that went to and fro."""

import fcntl
from collections import deque
from pathlib import Path

from tests.conftest import NOW
from tests.flows.office import WORKSPACE, open_office
from tests.flows.test_notices import all_looked_at
from tests.handlers import day_of_members, day_of_register, day_of_reviews, day_of_staff, day_of_work
from tests.handlers.shown import Json, Shown, notice_of

from liaison.domain.ports import UnitOfWork
from liaison.sandbox.workspace import Workspace


def recorded(folder: Path) -> Shown:
    """Everything that the days showed. They are played once for all workers of a run, which share the folder.

    The first that comes plays them; the others wait for it, and read what it has written down.
    """
    record = folder / "days.json"
    with (folder / "days.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not record.exists():
            record.write_text(_play(folder).as_json())
        return Shown.from_json(record.read_text())


def _play(folder: Path) -> Shown:
    shown = Shown()
    with open_office(f"sqlite:///{folder}/days.db", NOW) as office:
        office.slack.sandbox.look(_keep_all)
        day_of_members.commands(office)
        day_of_members.lookups(office)
        day_of_members.report(office)
        day_of_staff.risk(office)
        day_of_staff.reviews(office)
        day_of_reviews.cycles(office)
        day_of_work.worked(office)
        day_of_register.register(office)
        day_of_register.files(office)
        day_of_staff.meetings(office)
        day_of_members.guidance(office)
        day_of_staff.people(office)
        day_of_work.followed(office)
        day_of_members.strangers(office)
        all_looked_at(office, office.linked("Last Admin", "admin"), anybody=True)
        office.slack.settled()
        entries = office.slack.sandbox.look(lambda workspace: list(workspace.journal.entries))
        for entry in entries:
            if entry.direction == "in":
                shown.note(entry)
        shown.notices = office.store.run(WORKSPACE, _told, shown.messages)
    return shown


def _keep_all(workspace: Workspace) -> None:
    workspace.journal.entries = deque()


def _told(uow: UnitOfWork, messages: list[Json]) -> dict[str, tuple[str, str]]:
    found = (uow.notices.get(key) for key in map(notice_of, messages) if key)
    return {notice.key: (notice.kind.value, notice.reason) for notice in found if notice}
