"""The regional papers of the Al-Wehda Foundation: one Drupal 7 platform, one declaration.

The platform and its article pages are known from Ouruba in December 2017; that the sister papers look alike is a guess
from their common publisher, and Furat had moved to WordPress by 2026. A feed is guessed for all of them.
"""

from crawler.outlet import ArticleRules, Feed, Outlet, Section
from crawler.spiders.outlet_spider import OutletSpider

RULES = ArticleRules(
    body=("div.field-name-body",),
    headline=("h1#page-title", "h1.page-title", "h1"),
    published=("div.field-name-field-date",),
    boilerplate=("العدد:", "التاريخ:", "إضافة تعليق جديد"),
)


def paper(slug: str, name_ar: str, name_en: str, host: str, *more_hosts: str) -> Outlet:
    """One paper of the family, on its host."""
    site = f"http://{host}"
    return Outlet(
        slug=slug,
        name_ar=name_ar,
        name_en=name_en,
        domains=(host, *more_hosts),
        country="SY",
        time_zone="Asia/Damascus",
        publisher_group="alwehda",
        sources=(
            Feed(f"{site}/rss.xml", guess=True),
            Section(
                f"{site}/taxonomy/term/4?page={{page}}",
                links="h2.node-title a, .view-content .views-row a",
                first_page=0,
                guess=True,
            ),
        ),
        article_url=r"(?:^/|\?q=)node/(?P<id>\d+)/?$|^/\?p=\d+$",
        rules=(RULES,),
    )


class Ouruba(OutletSpider):
    """العروبة, Homs."""

    name = "ouruba"
    outlet = paper(name, "العروبة", "Ouruba", "ouruba.alwehda.gov.sy")


class Fedaa(OutletSpider):
    """الفداء, Hama."""

    name = "fedaa"
    outlet = paper(name, "الفداء", "Fedaa", "fedaa.alwehda.gov.sy")


class Wehda(OutletSpider):
    """الوحدة, Latakia."""

    name = "wehda"
    outlet = paper(name, "الوحدة", "Al-Wehda", "wehda.alwehda.gov.sy", "alwehda-news.sy")


class Jamahir(OutletSpider):
    """الجماهير, Aleppo."""

    name = "jamahir"
    outlet = paper(name, "الجماهير", "Jamahir", "jamahir.alwehda.gov.sy")


class Furat(OutletSpider):
    """الفرات, Deir ez-Zor."""

    name = "furat"
    outlet = paper(name, "الفرات", "Furat", "furat.alwehda.gov.sy")
