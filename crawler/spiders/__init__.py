"""The outlets. One small module each, grouped by the country of their public; `scrapy list` names them."""

from functools import cache

from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader, SpiderLoaderProtocol

from crawler.outlet import Outlet
from crawler.spiders.outlet_spider import OutletSpider


@cache
def spiders() -> dict[str, type[OutletSpider]]:
    """The spider of every declared outlet, by slug."""
    return declared(SpiderLoader(Settings({"SPIDER_MODULES": [__name__]})))


def declared(loader: SpiderLoaderProtocol) -> dict[str, type[OutletSpider]]:
    """The spiders among those of `loader` that declare an outlet, by name."""
    loaded = (loader.load(name) for name in loader.list())
    return {spider.name: spider for spider in loaded if issubclass(spider, OutletSpider) and hasattr(spider, "outlet")}


def outlets() -> dict[str, Outlet]:
    """Every declared outlet by slug."""
    return {slug: spider.outlet for slug, spider in spiders().items()}


def outlet_of(url: str) -> Outlet | None:
    """The declared outlet on whose site `url` is."""
    return next((outlet for outlet in outlets().values() if outlet.owns(url)), None)
