"""A throwaway company for pictures and measurements: a migrated SQLite database in a folder that goes afterwards."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from werkzeug.serving import make_server

from salesapp import create_app
from salesapp.config import Settings
from salesapp.core.access import SYSTEM, set_viewer
from salesapp.core.db import db
from salesapp.operating.schema import migrate

KEY = "only for pictures and measurements " * 2


@contextmanager
def company(fill: Callable[[], object], url: str | None = None) -> Iterator[Flask]:
    """The application on a new database that `fill` has filled."""
    with tempfile.TemporaryDirectory(prefix="salesapp-bench-") as folder:
        address = url or f"sqlite:///{Path(folder) / 'bench.sqlite'}"
        app = create_app(Settings(database_url=address, secret_key=KEY, files=f"{folder}/files"))
        app.config["RATELIMIT_ENABLED"] = False
        with app.app_context():
            migrate()
            set_viewer(SYSTEM)
            fill()
            db.session.commit()
            db.session.remove()
        yield app
        with app.app_context():
            db.engine.dispose()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The application on a free port of this machine; its address."""
    os.environ.setdefault("WERKZEUG_RUN_MAIN", "true")
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
