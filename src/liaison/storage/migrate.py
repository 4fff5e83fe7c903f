"""Brings a database to the newest schema."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

LOCK = 72_406_113  # any number that nothing else in the database uses


def migrate(engine: Engine) -> None:
    """Brings the database to the newest schema; several replicas may call it at once, and one does the work."""
    with engine.begin() as connection:
        # SQLite's transactions begin with its write lock, so only PostgreSQL needs one of ours.
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_current(engine: Engine) -> bool:
    """Whether the database has the newest schema."""
    newest = ScriptDirectory.from_config(configuration()).get_current_head()
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest


def configuration() -> Config:
    """Alembic's settings: the migrations that come with the program."""
    config = Config()
    config.set_main_option("script_location", "liaison.storage:migrations")
    return config
