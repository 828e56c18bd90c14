"""The source of an opportunity is one of the list that leads choose from; it was typed so far.

A text that names an entry, in either language, becomes its code; any other becomes an entry of its own, whole. What
conversions have noted of the sources they filled in follows, so that they can still be undone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0045"
down_revision = "0033"
branch_labels = None
depends_on = None

LIST = "lead_source"
JSON_TYPE = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BEGUN_WITH = {
    "web": ("Website", "网站"),
    "trade-fair": ("Trade fair", "展会"),
    "referral": ("Referral", "他人推荐"),
    "advertisement": ("Advertisement", "广告"),
    "cold-call": ("Cold call", "陌生电话"),
    "purchased-list": ("Purchased list", "购买的名单"),
    "social": ("Social media", "社交媒体"),
    "partner": ("Partner", "合作伙伴"),
    "case": ("Service case", "服务个案"),
    "other": ("Other", "其他"),
}
ENTRIES = sa.table(
    "picklist_entries",
    *(sa.column(name, sa.String()) for name in ("picklist", "code", "name_en", "name_zh")),
    *(sa.column(name, sa.Integer()) for name in ("position", "version")),
    sa.column("archived", sa.Boolean()),
    *(sa.column(name, sa.DateTime(timezone=True)) for name in ("created_at", "changed_at")),
    sa.column("custom", JSON_TYPE),
)
OPPORTUNITIES = sa.table(
    "opportunities", sa.column("source", sa.String()), sa.column("source_code", sa.String())
)
CONVERSIONS = sa.table("lead_conversions", sa.column("id", sa.Integer()), sa.column("written", JSON_TYPE))


def upgrade() -> None:
    with op.batch_alter_table("picklist_entries") as table:
        for name in ("name_en", "name_zh"):
            table.alter_column(name, type_=sa.String(80), existing_type=sa.String(60), existing_nullable=True)
    # In place on both databases: a copy of the table would lose the triggers that hang on it.
    op.add_column("opportunities", sa.Column("source_code", sa.String(length=40), nullable=True))
    fill()
    op.drop_column("opportunities", "source")
    op.execute("ALTER TABLE opportunities RENAME COLUMN source_code TO source")


def fill() -> None:
    """Gives every opportunity the code of what was typed."""
    connection = op.get_bind()
    typed = sa.select(OPPORTUNITIES.c.source).where(OPPORTUNITIES.c.source.is_not(None)).distinct()
    codes = _codes(sorted(connection.scalars(typed)))
    for text, code in codes.items():
        chosen = sa.update(OPPORTUNITIES).where(OPPORTUNITIES.c.source == text)
        connection.execute(chosen.values(source_code=code))
    _follow(codes)


def _codes(texts: Iterable[str]) -> dict[str, str]:
    """Text → code; what no entry is called yet is put into the list."""
    known = _known()
    found: dict[str, str] = {}
    for text in texts:
        name = " ".join(text.split())
        if not name:
            continue
        if _folded(name) not in known:
            known[_folded(name)] = _add(name, set(known.values()))
        found[text] = known[_folded(name)]
    return found


def _known() -> dict[str, str]:
    """What people call an entry → its code: the company's own names first."""
    own = sa.select(ENTRIES.c.name_en, ENTRIES.c.name_zh, ENTRIES.c.code).where(ENTRIES.c.picklist == LIST)
    rows = [
        *op.get_bind().execute(own.order_by(ENTRIES.c.position)),
        *((english, chinese, code) for code, (english, chinese) in BEGUN_WITH.items()),
    ]
    found: dict[str, str] = {}
    for english, chinese, code in rows:
        for name in (english, chinese):
            if name:
                found.setdefault(_folded(name), code)
    for *_names, code in rows:
        found.setdefault(_folded(code), code)
    return found


def _add(name: str, taken: set[str]) -> str:
    """Puts an entry called so behind those that are there; gives its code."""
    _begin()
    last = sa.select(sa.func.max(ENTRIES.c.position)).where(ENTRIES.c.picklist == LIST)
    code = _free_code(name, taken)
    column = "name_zh" if re.search("[\u4e00-\u9fff]", name) else "name_en"
    _put([{"code": code, column: name, "position": (op.get_bind().scalar(last) or 0) + 1}])
    return code


def _begin() -> None:
    """The product's own entries stand first, also where the list has no rows yet."""
    query = sa.select(ENTRIES.c.code).where(ENTRIES.c.picklist == LIST)
    there = set(op.get_bind().scalars(query))
    fresh = [code for code in BEGUN_WITH if code not in there]
    _put([{"code": code, "position": len(there) + place} for place, code in enumerate(fresh, start=1)])


def _put(rows: list[dict[str, Any]]) -> None:
    now = datetime.now(UTC)
    always = {"picklist": LIST, "archived": False, "version": 1, "created_at": now, "changed_at": now}
    for row in rows:
        op.get_bind().execute(sa.insert(ENTRIES).values(**always, custom={}, **row))


def _free_code(name: str, taken: set[str]) -> str:
    plain = re.sub(r"[\W_]+", "-", name.casefold()).strip("-")[:35] or "entry"
    numbered = (f"{plain}-{number}" for number in range(2, len(taken) + 3))
    return next(each for each in (plain, *numbered) if each not in taken)


def _folded(name: str) -> str:
    """Case, width, spaces, hyphens and underscores do not tell names apart."""
    text = unicodedata.normalize("NFKC", name).casefold().replace("_", " ").replace("-", " ")
    return " ".join(text.split())


def _follow(codes: dict[str, str]) -> None:
    connection = op.get_bind()
    for key, written in connection.execute(sa.select(CONVERSIONS.c.id, CONVERSIONS.c.written)).fetchall():
        filled = (written.get("filled") or {}).get("opportunity") or {}
        if filled.get("source") in codes:
            filled["source"] = codes[filled["source"]]
            changed = sa.update(CONVERSIONS).where(CONVERSIONS.c.id == key)
            connection.execute(changed.values(written=written))


def downgrade() -> None:
    op.add_column("opportunities", sa.Column("source_text", sa.String(length=80), nullable=True))
    op.execute(
        "UPDATE opportunities SET source_text = (SELECT coalesce(name_en, name_zh, code) FROM picklist_entries"
        " WHERE picklist = 'lead_source' AND code = opportunities.source)"
    )
    for code, (english, _chinese) in BEGUN_WITH.items():
        chosen = sa.update(sa.table("opportunities", sa.column("source"), sa.column("source_text")))
        op.execute(chosen.where(sa.column("source_text") == code).values(source_text=english))
    op.drop_column("opportunities", "source")
    op.execute("ALTER TABLE opportunities RENAME COLUMN source_text TO source")
