"""The site of the Idlib journalist Hadi al-Abdullah. WordPress with dated addresses.

Known from one page of August 2022; none of its sources is evidenced, these are where WordPress puts them.
"""

from crawler.outlet import ArticleRules, Feed, Outlet, Sitemap
from crawler.spiders.outlet_spider import OutletSpider

SITE = "https://hadiabdullah.net"


class HadiAbdullah(OutletSpider):
    """هادي العبد الله."""

    name = "hadi_abdullah"
    outlet = Outlet(
        slug=name,
        name_ar="هادي العبد الله",
        name_en="Hadi al-Abdullah",
        domains=("hadiabdullah.net",),
        country="SY",
        time_zone="Asia/Damascus",
        sources=(
            Feed(f"{SITE}/feed/", guess=True),
            Sitemap(f"{SITE}/wp-sitemap.xml", guess=True),
        ),
        article_url=r"^/(?:\d{4}/\d{2}/\d{2}/[^/?]+/?$|\?p=(?P<id>\d+))",
        rules=(
            ArticleRules(
                body=("div.entry-content",),
                boilerplate=("تخطى إلى المحتوى",),
            ),
        ),
    )
