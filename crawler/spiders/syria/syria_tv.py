"""Syria TV: a broadcaster in Istanbul with a Syrian public. Drupal 8 or later."""

from crawler.outlet import ArticleRules, Feed, Outlet, Section, Sitemap
from crawler.spiders.outlet_spider import OutletSpider

SITE = "https://www.syria.tv"
# As the listings stood in June 2025.
LINKS = ".bs-region--right .field--name-node-title a"


class SyriaTv(OutletSpider):
    """تلفزيون سوريا."""

    name = "syria_tv"
    outlet = Outlet(
        slug=name,
        name_ar="تلفزيون سوريا",
        name_en="Syria TV",
        domains=("syria.tv",),
        country="SY",
        time_zone="Asia/Damascus",  # its pages print it beside the hour: '15:35 دمشق'
        sources=(
            Feed(f"{SITE}/rss.xml"),
            Section(f"{SITE}/أخبار-سوريا/محلية?page={{page}}", links=LINKS, first_page=0),
            Sitemap(f"{SITE}/sitemap.xml", guess=True),
        ),
        # Addresses are headlines joined by hyphens; a section's name has one hyphen at most, or another level below.
        article_url=r"^/(?!(?:tag|rss|feed|sites|search|user)(?:[/?]|$))(?:node/(?P<id>\d+)|[^/?]+-[^/?]+-[^/?]+)$",
        rules=(
            ArticleRules(
                body=("div.field--name-body",),
                published=("div.field--name-field-published-date",),
                boilerplate=("التغطية الحية", "+A", "-A", "حجم الخط"),
            ),
        ),
    )
