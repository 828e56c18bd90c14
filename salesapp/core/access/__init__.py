"""Who may do what: the table of roles, the reach of a viewer, and the guard in the session that applies it.

Three questions, three places: *may this role do such things?* (`roles`), *is this record theirs?* (`visible_to` of
the model, put into every statement by `scoping`), *does its state allow it?* (the verb).
"""

from salesapp.core.access.roles import ROLE_LABELS, ROLES, SEES_ALL, SYSTEM, Permission, Role, Viewer, allows
from salesapp.core.access.scoping import (
    AboutRecord,
    Owned,
    Scoped,
    Shared,
    Unscoped,
    about_visible,
    acting_as,
    changeable,
    current_viewer,
    record_models,
    set_viewer,
    visible,
)

__all__ = [
    "ROLES",
    "ROLE_LABELS",
    "SEES_ALL",
    "SYSTEM",
    "AboutRecord",
    "Owned",
    "Permission",
    "Role",
    "Scoped",
    "Shared",
    "Unscoped",
    "Viewer",
    "about_visible",
    "acting_as",
    "allows",
    "changeable",
    "current_viewer",
    "record_models",
    "set_viewer",
    "visible",
]
