"""How the databases are opened."""

import pytest
from sqlalchemy import text

from salesapp.core.db import db


@pytest.mark.postgres_only
def test_postgres_does_not_compile_our_statements(app):
    with db.engine.connect() as connection:
        connection.rollback()
        assert connection.scalar(text("SHOW jit")) == "off"
