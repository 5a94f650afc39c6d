"""Dates as Arabic pages, feeds and metadata print them. Nothing is invented: in doubt there is no date.

    parse_date("الخميس ١٥ شباط ٢٠٢٤ - 9:22 مساءً بتوقيت دمشق", ZoneInfo("Asia/Damascus"), now)

Stands alone but for `crawler.text.arabic`, which folds spellings. The words are data, in words.toml.

- `words`: the tables of words.toml, folded, and what expressions are made of them.
- `days`: the days that a text names, Gregorian and Hijri.
- `clock`: the time of day, and the zone that it says it is in.
- `relative`: 'منذ ساعتين' and 'أمس'.
- `parse`: what of all this a text says.
"""

from crawler.dates.days import month_first_habit
from crawler.dates.parse import Label, ParsedDate, parse_date, parse_dates

__all__ = ["Label", "ParsedDate", "month_first_habit", "parse_date", "parse_dates"]
