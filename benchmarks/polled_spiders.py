"""The outlets that `benchmarks.poll` serves, declared as any other: `-s SPIDER_MODULES=benchmarks.polled_spiders`."""

import os

from crawler.outlet import Feed, Outlet, Sitemap
from crawler.spiders.outlet_spider import OutletSpider


def declared(number: int, origin: str) -> type[OutletSpider]:
    """The spider of the `number`th outlet, which is served at `origin`."""
    name = f"outlet{number}"
    outlet = Outlet(
        slug=name,
        name_ar=f"صحيفة {number}",
        name_en=name,
        domains=(origin.removeprefix("http://").split(":")[0],),
        country="SY",
        time_zone="Asia/Damascus",
        sources=(Feed(f"{origin}/feed/"), Sitemap(f"{origin}/sitemap.xml")),
        article_url=r"/(?P<id>\d{6,})/story/",
    )
    return type(f"Outlet{number}", (OutletSpider,), {"name": name, "outlet": outlet, "__module__": __name__})


globals().update({f"Outlet{n}": declared(n, origin) for n, origin in enumerate(os.environ["POLLED"].split(","))})
