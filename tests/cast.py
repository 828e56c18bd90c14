"""Who is on the stage: two teams under two managers, and one of every other role."""

from __future__ import annotations

from argon2 import PasswordHasher

from salesapp.core.access import Role
from salesapp.core.db import db
from salesapp.people import passwords
from salesapp.people.models import User

PASSWORD = "correct horse battery"
ROLES = {
    "root": ("Root Administrator", Role.ADMINISTRATOR, None, None),
    "ben": ("Ben Manager", Role.MANAGER, None, "North"),
    "dana": ("Dana Manager", Role.MANAGER, None, "South"),
    "ada": ("Ada Rep", Role.REP, "ben", "North"),
    "cora": ("Cora Rep", Role.REP, "dana", "South"),
    "finn": ("Finn Finance", Role.FINANCE, None, None),
    "sam": ("Sam Service", Role.SERVICE, None, None),
    "mia": ("Mia Marketing", Role.MARKETING, None, None),
    "rob": ("Rob Reader", Role.READ_ONLY, None, None),
}
"""First name → name, role, manager, team."""

# Log-ins are many and their password no secret: the cheapest hash that argon2 makes.
passwords.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD_HASH = passwords.hasher.hash(PASSWORD)


def assemble() -> dict[str, User]:
    """Makes and commits everybody, at one go as far as nobody waits for their manager's key; by first name."""
    found: dict[str, User] = {}
    for key, (name, role, manager, team) in ROLES.items():
        if manager and found[manager].id is None:
            db.session.flush()
        user = User(name=name, email=f"{key}@example.com", role=role, team=team, password_hash=PASSWORD_HASH)
        user.manager_id = found[manager].id if manager else None
        db.session.add(user)
        found[key] = user
    db.session.commit()
    return found
