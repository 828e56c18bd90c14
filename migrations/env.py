"""Runs the migrations on the application's own engine, inside one transaction each."""

from __future__ import annotations

from alembic import context
from flask import current_app


def run() -> None:
    """Online only: what a migration does may depend on the data that is there."""
    db = current_app.extensions["migrate"].db
    # SQLite's writers begin with BEGIN IMMEDIATE; DDL takes part in that transaction like everything else.
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            compare_type=True,
            render_as_batch=connection.dialect.name == "sqlite",
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        if connection.in_transaction():
            connection.commit()


run()
