"""What each kind of source announces: bytes in, links out. Pure: no network, no clock, no Scrapy."""

from crawler.discovery.feed import read_feed
from crawler.discovery.section import read_section
from crawler.discovery.sitemap import sitemap_parts
from crawler.discovery.wordpress import read_wordpress

__all__ = ["read_feed", "read_section", "read_wordpress", "sitemap_parts"]
