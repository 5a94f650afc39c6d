"""Which links of a source are asked for, and why others are left before they are fetched."""

import re
from dataclasses import dataclass

from crawler.discovery.links import Link
from crawler.discovery.strangers import stranger
from crawler.discovery.windows import Window, days_in_address
from crawler.outlet import Outlet

# Why a link is left that no window holds.
OUTSIDE = "outside the window"
# Sitemaps of tags, categories, authors and fixed pages announce no article.
_NO_ARTICLES = re.compile(r"taxonom|categor|[-_/]tags?[-_.]|author|[-_]users|posts-page|page-sitemap")


@dataclass(frozen=True, slots=True)
class Sieve:
    """What one crawl takes of the links of one outlet."""

    outlet: Outlet
    window: Window

    def is_wanted(self, link: Link) -> bool:
        """Whether a link is an article of the outlet within the window that was asked for."""
        return self.outlet.is_article(link.url) and self.why_left(link) is None

    def why_left(self, link: Link) -> str | None:
        """Why a link is left before it is fetched; None for one of the outlet's Arabic pages, in the window."""
        if why := stranger(link.url, self.outlet):
            return why
        return None if self.window.may_hold(link, days_in_address(link.url, self.outlet)) else OUTSIDE

    def is_past(self, link: Link) -> bool:
        """Whether a link is older than the window."""
        return self.window.is_past(link, days_in_address(link.url, self.outlet))

    def may_announce(self, sitemap: Link) -> bool:
        """Whether a sitemap of an index may have articles of the outlet within the window."""
        is_ours = self.outlet.owns(sitemap.url) and not _NO_ARTICLES.search(sitemap.url)
        return is_ours and self.window.may_hold_sitemap(sitemap)
