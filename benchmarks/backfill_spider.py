"""The outlet that `benchmarks.crawl_site` serves, declared as any other: `-s SPIDER_MODULES=benchmarks.backfill_spider`."""

import os

from crawler.outlet import Feed, Outlet, Section, Sitemap
from crawler.spiders.outlet_spider import OutletSpider

ORIGIN = os.environ["CRAWL_SITE"]  # where it is served: on loopback, on a port that nobody knows before


class Backfill(OutletSpider):
    """A site with everything that a crawl of years meets, and two pagers that never end."""

    name = "backfill"
    outlet = Outlet(
        slug="backfill",
        name_ar="موقع القياس",
        name_en="Backfill",
        domains=("127.0.0.1",),
        country="SY",
        time_zone="Asia/Damascus",
        sources=(
            Feed(f"{ORIGIN}/feed/"),
            Sitemap(f"{ORIGIN}/news-sitemap.xml"),
            Sitemap(f"{ORIGIN}/sitemap.xml"),
            Section(f"{ORIGIN}/section/{{page}}/", links="a"),
            Section(f"{ORIGIN}/latest/{{page}}/", links="a"),
            Section(f"{ORIGIN}/calendar/?month={{page}}", links="a"),
        ),
        article_url=r"/(?P<id>\d{6,})/story/",
    )
