"""How Alembic runs our migrations: on the connection, and in the transaction, that it is given."""

from alembic import context

from liaison.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
