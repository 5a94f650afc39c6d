"""Arabs Today and its sister sites: a commercial portal that rewrites agencies. A system of its own.

The group clones a story across its sites, which is why they are one outlet here: the copy is not a second voice. The
twelve digits in an address are the second of publication, ddmmyyhhmmss, and no article number: two articles of one
second share them.
"""

from crawler.outlet import ArticleRules, Feed, Outlet, Section
from crawler.spiders.outlet_spider import OutletSpider


class ArabsToday(OutletSpider):
    """العرب اليوم."""

    name = "arabs_today"
    outlet = Outlet(
        slug=name,
        name_ar="العرب اليوم",
        name_en="Arabs Today",
        domains=("arabstoday.net", "almaghribtoday.net", "alsaudiatoday.com"),
        country="GB",
        time_zone="Asia/Beirut",
        publisher_group="arabstoday",
        sources=(
            Feed("https://www.arabstoday.net/1/rss.xml"),
            Section("https://www.arabstoday.net/1", links="a", guess=True),
        ),
        article_url=(
            r"^/(?:amp/)?(?:w-)?\d+/(?:(?:(?P<day>\d\d)(?P<month>\d\d)(?P<year>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)\d\d"
            r"|\d{6})-)?[^/?]+$"
        ),
        rules=(
            ArticleRules(
                boilerplate=("العرب اليوم -", "المغرب اليوم -", "السعودية اليوم -"),
                cut_after=("قد يهمك أيضًا",),
                caption_first=True,
            ),
        ),
    )
