"""Settings from the environment. An unknown SALESAPP_ name is refused with the nearest known one."""

from __future__ import annotations

import difflib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "SALESAPP_"
KEY_BYTES = 32


class SettingsError(Exception):
    """A setting is missing, unknown or too weak; the sentence says what to do."""


@dataclass(frozen=True)
class Settings:
    """Everything an operator can set; each field is SALESAPP_ and its name in capitals."""

    database_url: str = "sqlite:///instance/salesapp.sqlite"
    secret_key: str = ""
    secret_key_file: str = ""
    public_url: str = ""
    trusted_proxies: int = 0
    smtp_url: str = ""
    mail_from: str = ""
    files: str = "instance/files"
    workers: int = 0
    """Processes that answer; 0: as many as the database has use for (`processes`)."""
    threads: int = 4
    host: str = "127.0.0.1"
    port: int = 8000
    development: bool = False
    testing: bool = field(default=False, metadata={"internal": True})

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Reads SALESAPP_*; SettingsError for a name nobody knows or a number that is none."""
        values = os.environ if environment is None else environment
        known = {each.name: each for each in fields(cls) if not each.metadata.get("internal")}
        found: dict[str, object] = {}
        for name, text in values.items():
            if name.startswith(PREFIX) and not name.startswith("SALESAPP_TEST_"):
                key = name.removeprefix(PREFIX).lower()
                if key not in known:
                    raise SettingsError(_unknown(name, known))
                found[key] = _typed(name, text, str(known[key].type))
        if values.get("PORT"):
            found["port"] = _typed("PORT", values["PORT"], "int")
        return cls(**found)  # type: ignore[arg-type]

    @property
    def url(self) -> str:
        """The database address as SQLAlchemy takes it: psycopg 3, and SQLite files below the checkout."""
        if self.database_url.startswith(("postgres://", "postgresql://")):
            return "postgresql+psycopg://" + self.database_url.split("://", 1)[1]
        path = self.database_url.removeprefix("sqlite:///")
        if self.database_url.startswith("sqlite:///") and not path.startswith("/"):
            return f"sqlite:///{ROOT / path}"
        return self.database_url

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")

    @property
    def processes(self) -> int:
        """Two on Postgres, one on SQLite, where only one writes at a time."""
        return self.workers or (1 if self.is_sqlite else 2)

    def key(self) -> str:
        """The secret the cookies are signed with; made and kept in `instance/` on the first run."""
        key = self.secret_key or _key_from(Path(self.secret_key_file or ROOT / "instance" / "secret-key"))
        if len(key.encode()) < KEY_BYTES:
            raise SettingsError(
                f"SALESAPP_SECRET_KEY is shorter than {KEY_BYTES} bytes. Make one of 32 or more."
            )
        return key


def _unknown(name: str, known: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(name, [PREFIX + key.upper() for key in known], n=1, cutoff=0)
    return f"There is no setting {name}. Did you mean {near[0]}?"


def _typed(name: str, text: str, kind: str) -> object:
    if kind == "bool":
        return text.strip().lower() in {"1", "true", "yes", "on"}
    if kind != "int":
        return text
    try:
        return int(text)
    except ValueError:
        raise SettingsError(f"{name} must be a whole number, not “{text}”.") from None


def _key_from(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()
