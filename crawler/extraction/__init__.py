"""From the bytes of a page to an article. Pure: no Scrapy, no database, no clock, no network."""

from crawler.extraction.article import Article, Disagreement, NoArticle, Page, Removed
from crawler.extraction.extract import extract
from crawler.extraction.templates import Template

__all__ = ["Article", "Disagreement", "NoArticle", "Page", "Removed", "Template", "extract"]
