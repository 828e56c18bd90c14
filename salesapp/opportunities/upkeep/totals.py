"""Kept sums of open opportunities per stage, owner and currency.

Triggers keep them in the transaction of each change, so that the board's columns cost the same with a million rows as
with a hundred. The two rows of a move are touched in key order: two moves in opposite directions never wait for each
other in a circle.
"""

from __future__ import annotations

from sqlalchemy import DDL, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from salesapp.core.db import Amount, Base, ShortText
from salesapp.opportunities.models.opportunity import Opportunity


class OpportunityTotal(Base):
    """`amount` is in `currency`; `amount_in_company` and `weighted` are in the company's. Owner 0 means nobody."""

    __tablename__ = "opportunity_totals"

    stage_id: Mapped[int] = mapped_column()
    owner_id: Mapped[int] = mapped_column()
    currency: Mapped[str] = mapped_column(ShortText(3))
    count: Mapped[int] = mapped_column(default=0)
    amount: Mapped[int] = mapped_column(Amount(), default=0)
    amount_in_company: Mapped[int] = mapped_column(Amount(), default=0)
    weighted: Mapped[int] = mapped_column(Amount(), default=0)

    __table_args__ = (UniqueConstraint("stage_id", "owner_id", "currency"),)


WATCHED = "stage_id, owner_id, currency, amount, amount_in_company, weighted, state, deleted_at"

ADD_SQLITE = """
INSERT INTO opportunity_totals (stage_id, owner_id, currency, count, amount, amount_in_company, weighted)
SELECT {row}.stage_id, coalesce({row}.owner_id, 0), {row}.currency, {sign}1, {sign}coalesce({row}.amount, 0),
       {sign}coalesce({row}.amount_in_company, 0), {sign}{row}.weighted
WHERE {row}.state = 'open' AND {row}.deleted_at IS NULL
ON CONFLICT (stage_id, owner_id, currency) DO UPDATE SET
    count = count + excluded.count, amount = amount + excluded.amount,
    amount_in_company = amount_in_company + excluded.amount_in_company, weighted = weighted + excluded.weighted;
"""
GIVE, TAKE = ADD_SQLITE.format(row="NEW", sign=""), ADD_SQLITE.format(row="OLD", sign="-")
SQLITE = (
    f"CREATE TRIGGER opportunity_totals_added AFTER INSERT ON opportunities BEGIN {GIVE} END",
    f"CREATE TRIGGER opportunity_totals_removed AFTER DELETE ON opportunities BEGIN {TAKE} END",
    f"CREATE TRIGGER opportunity_totals_changed AFTER UPDATE OF {WATCHED} ON opportunities BEGIN {TAKE} {GIVE} END",
)

POSTGRES = """
CREATE OR REPLACE FUNCTION opportunity_totals_add(o opportunities, sign int) RETURNS void AS $$
BEGIN
  INSERT INTO opportunity_totals AS t (stage_id, owner_id, currency, count, amount, amount_in_company, weighted)
  VALUES (o.stage_id, coalesce(o.owner_id, 0), o.currency, sign, sign * coalesce(o.amount, 0),
          sign * coalesce(o.amount_in_company, 0), sign * o.weighted)
  ON CONFLICT (stage_id, owner_id, currency) DO UPDATE SET
    count = t.count + excluded.count, amount = t.amount + excluded.amount,
    amount_in_company = t.amount_in_company + excluded.amount_in_company, weighted = t.weighted + excluded.weighted;
END $$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION opportunity_totals_keep() RETURNS trigger AS $$
DECLARE
  was boolean := TG_OP <> 'INSERT' AND OLD.state = 'open' AND OLD.deleted_at IS NULL;
  stands boolean := TG_OP <> 'DELETE' AND NEW.state = 'open' AND NEW.deleted_at IS NULL;
BEGIN
  IF was AND stands AND (NEW.stage_id, coalesce(NEW.owner_id, 0), NEW.currency)
                      < (OLD.stage_id, coalesce(OLD.owner_id, 0), OLD.currency) THEN
    PERFORM opportunity_totals_add(NEW, 1);
    PERFORM opportunity_totals_add(OLD, -1);
    RETURN NULL;
  END IF;
  IF was THEN PERFORM opportunity_totals_add(OLD, -1); END IF;
  IF stands THEN PERFORM opportunity_totals_add(NEW, 1); END IF;
  RETURN NULL;
END $$ LANGUAGE plpgsql;

CREATE OR REPLACE TRIGGER opportunity_totals_rows AFTER INSERT OR DELETE ON opportunities
FOR EACH ROW EXECUTE FUNCTION opportunity_totals_keep();
"""
POSTGRES_CHANGED = f"""
CREATE OR REPLACE TRIGGER opportunity_totals_changed AFTER UPDATE OF {WATCHED} ON opportunities
FOR EACH ROW EXECUTE FUNCTION opportunity_totals_keep();
"""

for _statement in SQLITE:
    event.listen(Opportunity.__table__, "after_create", DDL(_statement).execute_if(dialect="sqlite"))
for _statement in (POSTGRES, POSTGRES_CHANGED):
    event.listen(Opportunity.__table__, "after_create", DDL(_statement).execute_if(dialect="postgresql"))
