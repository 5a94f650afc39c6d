"""Enab Baladi: an independent paper founded in Daraya in 2011. WordPress.

Its number is the identity of an article in both address schemes, /archives/NNN (older) and /NNN/slug/. The feed was
seen to answer 403 to a data centre in September 2026 while other hosts could read it; the API was never seen to answer.
"""

from crawler.outlet import ArticleRules, Feed, Outlet, Section, WordPressApi
from crawler.spiders.outlet_spider import OutletSpider

SITE = "https://www.enabbaladi.net"
# Selectors as they stood from 2023 to June 2025.
LINKS = ".one-post .item-content a, article .item-content a"


class EnabBaladi(OutletSpider):
    """عنب بلدي."""

    name = "enab_baladi"
    outlet = Outlet(
        slug=name,
        name_ar="عنب بلدي",
        name_en="Enab Baladi",
        domains=("enabbaladi.net",),
        country="SY",
        time_zone="Asia/Damascus",
        sources=(
            Feed(f"{SITE}/feed/"),
            WordPressApi(f"{SITE}/wp-json/wp/v2/posts", guess=True),
            Section(f"{SITE}/category/politics/syria/page/{{page}}", links=LINKS),
        ),
        article_url=r"^/(?:archives/)?(?P<id>\d{3,})(?:/|$)",
        rules=(
            ArticleRules(
                body=("div.content-article",),
                boilerplate=(
                    "camera icon",
                    "tag icon",
                    "الإعلام الموجّه يشوه الحقيقة",
                    "سوريا بحاجة للصحافة الحرة",
                    "ادعم عنب بلدي",
                    "دولار واحد شهريًا",
                    "اضغط هنا للمساهمة",
                ),
                cut_after=("مقالات متعلقة",),
            ),
        ),
    )
