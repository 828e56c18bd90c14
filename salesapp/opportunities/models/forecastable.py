"""Being counted by a forecast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, case, func, literal, select
from sqlalchemy.ext.hybrid import hybrid_property

from salesapp.core.db import Record
from salesapp.opportunities.outcome import State
from salesapp.opportunities.processes.models import ForecastCategory, Stage

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped


class Forecastable(Record):
    """The trait of standing in a forecast category."""

    __abstract__ = True

    if TYPE_CHECKING:
        state: Mapped[State]
        stage_id: Mapped[int]
        stage: Mapped[Stage]
        forecast_category: Mapped[ForecastCategory | None]

    @hybrid_property
    def category(self) -> ForecastCategory:
        """How a forecast counts it: closed when won, omitted when lost, else its own or the stage's category.

        What is open still is no more than committed, whatever somebody chose.
        """
        if self.state is not State.OPEN:
            return ForecastCategory.CLOSED if self.state is State.WON else ForecastCategory.OMITTED
        chosen = self.forecast_category or self.stage.forecast_category
        return ForecastCategory.COMMIT if chosen is ForecastCategory.CLOSED else chosen

    @category.inplace.expression
    @classmethod
    def _category(cls) -> ColumnElement[Any]:
        stages, column = Stage.__table__.c, cls.forecast_category
        of_stage = select(stages.forecast_category).where(stages.id == cls.stage_id).scalar_subquery()
        chosen = func.coalesce(column, of_stage)

        def plainly(category: ForecastCategory) -> ColumnElement[Any]:
            return literal(category, column.type)

        return case(
            (cls.state == State.WON, plainly(ForecastCategory.CLOSED)),
            (cls.state == State.LOST, plainly(ForecastCategory.OMITTED)),
            (chosen == plainly(ForecastCategory.CLOSED), plainly(ForecastCategory.COMMIT)),
            else_=chosen,
        )
