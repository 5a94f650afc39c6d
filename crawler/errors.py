"""Everything this project raises on purpose, as one tree.

    CrawlerError
    ├── ConfigurationError      a setting or an argument that cannot work; the message says what to set
    ├── RecordingError          a WARC file or folder that cannot be replayed
    ├── UnreadableSource        a feed, sitemap, listing or API answer that announces nothing readable
    └── ExtractionError         one document could not be read; it costs one page
        ├── ExtractionTimeout   it took longer than EXTRACTION_TIME_LIMIT and its worker was killed
        ├── ExtractionCrash     its worker died, or took more than EXTRACTION_MEMORY_LIMIT
        └── ExtractionInterrupted   the crawl is being ended: it says nothing of the document

Requests that are not sent have a tree in Scrapy's terms, `crawler.refused`. The storage layer has its own,
`storage.errors.StorageError`: it knows nothing of the crawler.
"""


class CrawlerError(Exception):
    """Base of everything the crawler raises on purpose."""


class ConfigurationError(CrawlerError):
    """A setting or an argument that cannot work."""


class RecordingError(CrawlerError):
    """A WARC file or folder that cannot be replayed."""


class UnreadableSource(CrawlerError):  # noqa: N818 - it names the thing that is at fault
    """A feed, sitemap, listing or API answer that announces nothing readable."""


class ExtractionError(CrawlerError):
    """One document could not be read."""


class ExtractionTimeout(ExtractionError):  # noqa: N818
    """A document took longer than the time limit."""


class ExtractionCrash(ExtractionError):  # noqa: N818
    """The worker process that read a document died."""


class ExtractionInterrupted(ExtractionError):  # noqa: N818
    """The crawl is being ended before a document was read."""
