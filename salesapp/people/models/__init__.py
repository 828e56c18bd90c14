"""Users: who they are, whose work they see, and their sessions."""

from salesapp.people.models.days import SIGNED_IN, UserDay, opened_today, used
from salesapp.people.models.invitable import AccessState
from salesapp.people.models.licences import licences_used, refuse_limit
from salesapp.people.models.user import (
    DEMO_PASSWORD,
    SESSION_IDLE,
    SESSION_LIFE,
    USER,
    USER_CREATED,
    Language,
    LoginSession,
    Theme,
    User,
    begin_session,
    end_sessions,
    find_user,
    session_of,
    sessions_of,
)

__all__ = [
    "DEMO_PASSWORD",
    "SESSION_IDLE",
    "SESSION_LIFE",
    "SIGNED_IN",
    "USER",
    "USER_CREATED",
    "AccessState",
    "Language",
    "LoginSession",
    "Theme",
    "User",
    "UserDay",
    "begin_session",
    "end_sessions",
    "find_user",
    "licences_used",
    "opened_today",
    "refuse_limit",
    "session_of",
    "sessions_of",
    "used",
]
