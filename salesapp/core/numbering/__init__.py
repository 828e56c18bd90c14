"""Document numbers without gaps: how those of a series are written, and who is next."""

from salesapp.core.numbering.counters import NumberSeries, locked_counter, may_give, next_number
from salesapp.core.numbering.formats import NumberFormat, SeriesFormat, format_of, formats_in, known_formats

__all__ = [
    "NumberFormat",
    "NumberSeries",
    "SeriesFormat",
    "format_of",
    "formats_in",
    "known_formats",
    "locked_counter",
    "may_give",
    "next_number",
]
