"""How the databases are opened."""

import pytest
from sqlalchemy import text

from salesapp.core.db import db


@pytest.mark.postgres_only
def test_postgres_does_not_compile_our_statements(app):
    with db.engine.connect() as connection:
        connection.rollback()
        assert connection.scalar(text("SHOW jit")) == "off"


@pytest.mark.postgres_only
def test_a_request_outlives_the_connections_that_a_restarted_database_ended(as_user, database):
    browser = as_user("ada")
    assert browser.get("/more").status_code == 200
    database.connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    assert browser.get("/more").status_code == 200
