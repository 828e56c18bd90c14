"""For monitoring: `/healthz` (the process) and `/readyz` (database, schema, worker)."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, jsonify
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from salesapp.core.company import Company
from salesapp.core.db import db
from salesapp.core.outbox import worker_alive
from salesapp.operating.schema import is_current
from salesapp.web.guards import public

health = Blueprint("health", __name__)


@health.get("/healthz")
@public
def healthz() -> Response:
    return jsonify(status="ok")


@health.get("/readyz")
@public
def readyz() -> tuple[Response, int]:
    found = {"database": False, "migrations": False, "worker": False}
    try:
        found["database"] = db.session.scalar(select(Company.id).limit(1)) is not None
        found["migrations"], found["worker"] = is_current(), worker_alive()
    except SQLAlchemyError:
        db.session.rollback()
    return jsonify(found), 200 if all(found.values()) else 503


def register(app: Flask) -> None:
    """Monitoring asks without signing in."""
    app.register_blueprint(health)
