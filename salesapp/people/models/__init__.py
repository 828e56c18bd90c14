"""Users: who they are, whose work they see, and their sessions."""

from salesapp.people.models.invitable import AccessState
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
    "USER",
    "USER_CREATED",
    "AccessState",
    "Language",
    "LoginSession",
    "Theme",
    "User",
    "begin_session",
    "end_sessions",
    "find_user",
    "session_of",
    "sessions_of",
]
