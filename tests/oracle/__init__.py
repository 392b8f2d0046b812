"""A second, naive reading of agreements and records, written from the grammar's words alone.

It walks instant after instant and shares no code with the engine, so that the two can be
compared."""

from .landmarks import days_to_ask
from .walk import on_day, on_days, oracle, others_on_day, others_on_days

__all__ = ["days_to_ask", "on_day", "on_days", "oracle", "others_on_day", "others_on_days"]
