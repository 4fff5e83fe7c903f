"""The tables. Every row carries its workspace; restricted text stands in `body`, encrypted (design decision 7)."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    false,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """A moment in UTC: aware in Python, stored without a zone, since SQLite knows none."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return value.replace(tzinfo=UTC) if isinstance(value, datetime) else None


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)


def _table(name: str, *columns: Column[Any] | Index) -> Table:
    return Table(name, metadata, Column("workspace", String(64), primary_key=True), *columns)


workspaces = _table(
    "workspaces",
    Column("version", Integer, nullable=False),
    Column("since", Date, nullable=False),
    Column("pack", String(64), nullable=False),
    Column("authority", Text, nullable=False),
    Column("force", Text),
    Column("timezone", String(64), nullable=False),
    Column("edition", Text),
    Column("policy_edition", Text),
    Column("whose", String(16), nullable=False),
)

# Everything that the register holds, entry by entry; read as a whole and never searched in SQL: lookups use the snapshot.
# `version` is the register's version at which a row last changed, `added` the one at which it took its place; no entry
# is what is left of one that was removed.
entries = _table(
    "entries",
    Column("kind", String(32), primary_key=True),
    Column("id", String(128), primary_key=True),
    Column("added", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("entry", JSON(none_as_null=True)),
)
Index("ix_entries_version", entries.c.workspace, entries.c.version)

changes = _table(
    "changes",
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

moves = _table(
    "moves",
    Column("move", String(128), primary_key=True),
    Column("at", Moment, nullable=False, index=True),
)

drafts = _table(
    "drafts",
    Column("id", String(64), primary_key=True),
    Column("slack_user", String(32), nullable=False),
    Column("state", String(16), nullable=False),
    Column("step", Integer, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
Index(
    "uq_drafts_one_open",
    drafts.c.workspace,
    drafts.c.slack_user,
    unique=True,
    sqlite_where=drafts.c.state == "open",
    postgresql_where=drafts.c.state == "open",
)
Index("ix_drafts_person", drafts.c.workspace, drafts.c.slack_user, drafts.c.updated_at)

reports = _table(
    "reports",
    Column("id", String(64), primary_key=True),
    Column("partnership", String(128), nullable=False),
    Column("stage", Text, nullable=False),
    Column("submitted_at", Moment, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
Index("ix_reports_partnership", reports.c.workspace, reports.c.partnership)
Index("ix_reports_submitted", reports.c.workspace, reports.c.submitted_at)
Index("ix_reports_stage", reports.c.workspace, reports.c.stage, reports.c.submitted_at)

assessments = _table(
    "assessments",
    Column("id", String(64), primary_key=True),
    Column("partnership", String(128), nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
Index(
    "uq_assessments_one_open",
    assessments.c.workspace,
    assessments.c.partnership,
    unique=True,
    sqlite_where=assessments.c.closed == false(),
    postgresql_where=assessments.c.closed == false(),
)
Index("ix_assessments_partnership", assessments.c.workspace, assessments.c.partnership)

adoptions = _table(
    "adoptions",
    Column("checklist", String(128), primary_key=True),
    Column("version", Text, nullable=False),
    Column("authority", Text, nullable=False),
    Column("adopted_by", String(128), nullable=False),
    Column("adopted_at", Moment, nullable=False),
)

reviews = _table(
    "reviews",
    Column("id", String(255), primary_key=True),
    Column("cycle", String(128), nullable=False),
    Column("subject", Text, nullable=False),
    Column("due", Date, nullable=False),
    Column("committee", String(128)),
    Column("source", Text, nullable=False),
    Column("covers", JSON, nullable=False),
    Column("basis", Text, nullable=False),
    Column("outcome", Text),
    Column("decided", Text),
    Column("reviewed_on", Date),
    Column("recorded_by", String(128)),
    Column("recorded_at", Moment),
    Column("postponed_from", Date),
    Column("postponed_reason", Text),
    Column("partnership", String(128)),
    Column("owner", String(256)),
    Column("handed_over", Boolean, nullable=False, server_default=false()),
    Column("form", String(32)),
    Column("state", String(16), nullable=False, server_default="open"),
    Column("remind_at", Moment),
)
Index("ix_reviews_state", reviews.c.workspace, reviews.c.state, reviews.c.due)
Index("ix_reviews_cycle", reviews.c.workspace, reviews.c.cycle, reviews.c.due)
Index("ix_reviews_reviewed", reviews.c.workspace, reviews.c.reviewed_on)
Index("ix_reviews_partnership", reviews.c.workspace, reviews.c.partnership, reviews.c.due)
# Only of what still has a reminder to come: neither history nor what is done costs a look anything.
Index(
    "ix_reviews_remind",
    reviews.c.workspace,
    reviews.c.remind_at,
    sqlite_where=reviews.c.remind_at.is_not(None),
    postgresql_where=reviews.c.remind_at.is_not(None),
)

# The cycles that staff have added, and those of the pack that they have adjusted.
review_cycles = _table(
    "review_cycles",
    Column("id", String(128), primary_key=True),
    Column("body", JSON, nullable=False),
)

committee_meetings = _table(
    "committee_meetings",
    Column("committee", String(128), primary_key=True),
    Column("held_on", Date, primary_key=True),
)

# For what state of the register, the pack and the cycles reviews were last made.
review_looks = _table(
    "review_looks",
    Column("looked_on", Date, nullable=False),
    Column("seen", Text, nullable=False),
)

# What is written in reviews, their actions and their lessons.
review_work = _table(
    "review_work",
    Column("id", String(255), primary_key=True),
    Column("recorded_at", Moment),
    Column("body", LargeBinary, nullable=False),
)
Index("ix_review_work_recorded", review_work.c.workspace, review_work.c.recorded_at)

review_actions = _table(
    "review_actions",
    Column("id", String(64), primary_key=True),
    Column("owner", String(128), nullable=False),
    Column("partnership", String(128)),
    Column("due", Date, nullable=False),
    Column("open", Boolean, nullable=False),
    Column("closed_on", Date),
    Column("remind_at", Moment),
    Column("body", LargeBinary, nullable=False),
)
Index("ix_review_actions_open", review_actions.c.workspace, review_actions.c.open, review_actions.c.due)
Index("ix_review_actions_owner", review_actions.c.workspace, review_actions.c.owner)
Index("ix_review_actions_partnership", review_actions.c.workspace, review_actions.c.partnership)
Index(
    "ix_review_actions_remind",
    review_actions.c.workspace,
    review_actions.c.remind_at,
    sqlite_where=review_actions.c.remind_at.is_not(None),
    postgresql_where=review_actions.c.remind_at.is_not(None),
)

lessons = _table(
    "lessons",
    Column("id", String(64), primary_key=True),
    Column("added_at", Moment, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
Index("ix_lessons_added", lessons.c.workspace, lessons.c.added_at)

form_drafts = _table(
    "form_drafts",
    Column("slack_user", String(32), primary_key=True),
    Column("form", String(64), primary_key=True),
    Column("begun_at", Moment, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

questions = _table(
    "questions",
    Column("id", String(64), primary_key=True),
    Column("asked_at", Moment, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

attendances = _table(
    "attendances",
    Column("id", String(64), primary_key=True),
    Column("partnership", String(128), nullable=False),
    Column("held_on", Date, nullable=False),
    Column("settled", Boolean, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
Index("ix_attendances_partnership", attendances.c.workspace, attendances.c.partnership)
Index("ix_attendances_settled", attendances.c.workspace, attendances.c.settled, attendances.c.held_on)
Index("ix_attendances_day", attendances.c.workspace, attendances.c.held_on)

requests = _table(
    "requests",
    Column("id", String(64), primary_key=True),
    Column("asked_at", Moment, nullable=False),
    Column("answered", Boolean, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
Index("ix_requests_open", requests.c.workspace, requests.c.answered, requests.c.asked_at)

contacts = _table(
    "contacts",
    Column("id", String(64), primary_key=True),
    Column("held_on", Date, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
Index("ix_contacts_day", contacts.c.workspace, contacts.c.held_on)

notices = _table(
    "notices",
    Column("key", String(255), primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("subject", String(128), nullable=False),
    Column("reason", Text, nullable=False),
    Column("to_user", String(32)),
    Column("to_committee", String(128)),
    Column("facts", JSON, nullable=False),
    Column("due", Moment, nullable=False),
    Column("first_due", Moment),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("claimed_until", Moment),
    Column("unsure", Boolean, nullable=False),
    Column("stale", Boolean, nullable=False),
    Column("ended", Boolean, nullable=False, server_default=false()),
    Column("urgent", Boolean, nullable=False, server_default=false()),
    Column("first_tried", Moment),
    Column("last_tried", Moment),
    Column("searched_to", String(32)),
    Column("tried_channel", String(32)),
    Column("sent_channel", String(32)),
    Column("sent_ts", String(32)),
    Column("sent_at", Moment),
    Column("bundle", String(255)),
    Column("asleep_until", Date),
    Column("opened", Boolean, nullable=False, server_default=false()),
    Column("trouble", Text),
    Column("wakes_at", Moment),
)
# Only of what is still owed, so that finding what is due costs the same however much has been sent.
Index(
    "ix_notices_wakes",
    notices.c.workspace,
    notices.c.wakes_at,
    sqlite_where=notices.c.wakes_at.is_not(None),
    postgresql_where=notices.c.wakes_at.is_not(None),
)
Index("ix_notices_kind", notices.c.workspace, notices.c.kind)
Index("ix_notices_told", notices.c.workspace, notices.c.to_user, notices.c.sent_at)
Index(
    "ix_notices_bundle",
    notices.c.workspace,
    notices.c.bundle,
    sqlite_where=notices.c.bundle.is_not(None),
    postgresql_where=notices.c.bundle.is_not(None),
)
Index("ix_notices_subject", notices.c.workspace, notices.c.subject)

choices = _table(
    "choices",
    Column("user", String(32), primary_key=True),
    Column("body", JSON, nullable=False),
)

audit = _table(
    "audit",
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("details", JSON, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
)

installations = _table(
    "installations",
    Column("installed_at", Moment, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

# An installation that is under way has no workspace yet.
installation_states = _table(
    "installation_states",
    Column("state", String(64), primary_key=True),
    Column("until", Moment, nullable=False),
)
