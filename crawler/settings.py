"""Every setting of the project, with its reason. Any of them can be overridden with `scrapy ... -s NAME=VALUE`.

What runs in which order on the way of one page, and why:

    downloader middlewares, from the engine to the network (answers travel back up)
       50  ScopeMiddleware     http and https only, the outlet's own domains only, no private address by its number
      100  RobotsMiddleware    robots.txt, remembered for a day; asked last of all that could refuse for free
      550  Scrapy's Retry      sees a 503 only when the bot wall below let it pass: a wall is not retried
      560  MannersMiddleware   hosts that asked to be left alone; hears Retry-After before Scrapy's Retry does
      570  BotWallMiddleware   challenge pages, after decompression (590), before anyone reads them as content
      600  Scrapy's Redirect   each hop comes back through 50 and 100
           PoliteDownloadHandler  waits where a host asked for it, and has the last word on whether it is asked

    item pipelines
       50  RecallPipeline       the lines that recur at the outlet, learnt in earlier runs
      100  ExtractPipeline      bytes to article, in worker processes
      200  ScreenPipeline       is it Arabic? is it about Syria?
      300  DeduplicatePipeline  the keys and hashes by which the store knows a copy
      400  StorePipeline        writes; an item counts only when its transaction committed
"""

import os
from pathlib import Path

from crawler import user_agent

BOT_NAME = "syria-news-crawler"
SPIDER_MODULES = ["crawler.spiders"]
COMMANDS_MODULE = "crawler.commands"

# --- What the operator sets ---------------------------------------------------------------------------------------

# Where articles go: an SQLAlchemy URL.
DATABASE_URL = os.environ.get("DATABASE_URL", "sqlite:///data/news.db")
# An address or page where an outlet's administrator reaches you; part of the User-Agent.
CRAWLER_CONTACT = os.environ.get("CRAWLER_CONTACT", "")
# The operator's own choices by outlet: crawler/choices.py. Beside scrapy.cfg, and in no release.
OUTLETS_FILE = str(Path(__file__).parent.parent / "outlets.toml")
# WARC files, separated by commas, to serve every request from; the network is never touched.
REPLAY = ""
# Processes that read pages. 0 reads them in the crawler's own process, without a time limit. One more than there are
# cores: a worker waits for the crawler between two pages, and another has the core meanwhile.
EXTRACTION_WORKERS = (os.cpu_count() or 1) + 1
# Seconds after which a document's worker is killed: the slowest of 12,000 real pages took under 2.
EXTRACTION_TIME_LIMIT = 20.0
# Megabytes that a worker may take beyond those with which it starts. A page of half a megabyte takes 80, 9 MB of links
# 450; only a million empty elements take more.
EXTRACTION_MEMORY_LIMIT = 1024
# Outlets that `scrapy crawlall` crawls side by side. Nearly all of an outlet's time is politeness; forty requests a
# second are about what two cores extract. A crawler takes 0.2 MB, 5 MB of pages at most, and a PostgreSQL connection.
OUTLETS_AT_ONCE = 40
# Seconds that `scrapy crawlall` gives to one outlet; what is left then is due in the next round. Without an end, an
# outlet with a backlog of hours would keep all others waiting, for there is one round at a time. 0: no limit.
OUTLET_TIME_LIMIT = 900
# Whether a crawl asks only sources that are due. `scrapy crawlall` does; who names an outlet wants it asked now.
ONLY_DUE_SOURCES = False
# Whether hosts may have private, loopback or link-local addresses. Only tests and benchmarks on loopback want that: a
# redirect or a DNS answer must not lead the crawler into the network it runs in.
ALLOW_PRIVATE_ADDRESSES = False

# Hours after it was first stored at which an article is visited again for edits; empty: never. Most corrections come
# within a day, nearly all within a week.
REVISIT_AFTER = [1, 6, 24, 168]

# The score, 0 to 1, from which an article is about Syria; outlets.toml can set another for an outlet. How well it does:
# `python -m benchmarks.relevance`. After a change, `scrapy rescreen` judges what is stored.
RELEVANCE_THRESHOLD = 0.5

# --- Manners ------------------------------------------------------------------------------------------------------

# Honest: says what it is and whom to tell.
USER_AGENT = user_agent(CRAWLER_CONTACT)
# RFC 9309; our middleware because Scrapy's allows everything when robots.txt answers 5xx or not at all.
ROBOTSTXT_OBEY = True
# Small newsrooms on small servers: one request a second, one at a time, slower when the server is slow. A robots.txt
# can ask for less, and outlets.toml for more.
CONCURRENT_REQUESTS_PER_DOMAIN = 1
# Requests of one crawl that are sent and not stored yet, at most; a kill repeats so many. A batch and three workers
# keep a dozen of them, the network may have the rest.
CONCURRENT_REQUESTS = 32
DOWNLOAD_DELAY = 1.0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 60.0
# What a browser asks for, in the language we read.
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "ar,en;q=0.3",
}
# Never tells one site about another.
REFERRER_POLICY = "same-origin"
# News pages need no session, and a cookie per visit would make the outlet count us as a reader.
COOKIES_ENABLED = False

# --- Limits -------------------------------------------------------------------------------------------------------

# 20 MB for a page, decompressed: the largest real article page seen has 0.6 MB.
DOWNLOAD_MAXSIZE = 20 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
# A source document may be larger: sitemaps.org allows 50 MB, some sites exceed it.
SOURCE_MAXSIZE = 100 * 1024 * 1024
DOWNLOAD_TIMEOUT = 60
# Two more tries, for what passes by itself; 429 asks us to go away and is not tried again at once.
RETRY_TIMES = 2
RETRY_HTTP_CODES = [408, 500, 502, 503, 504, 522, 524]
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # the page's outcome tells, once
REDIRECT_MAX_TIMES = 5
# A percent-encoded Arabic letter takes six characters: Scrapy's 2083 would drop real headlines.
URLLENGTH_LIMIT = 8000

# --- Safety -------------------------------------------------------------------------------------------------------

# Scrapy verifies none by default. A crawl has one outlet, for which outlets.toml can make an exception.
DOWNLOAD_VERIFY_CERTIFICATES = True
TELNETCONSOLE_ENABLED = False  # both open a port that runs code
REMOTE_CONTROL_ENABLED = False
# Refuses private addresses after DNS, at connect time, so that rebinding does not help.
TWISTED_DNS_RESOLVER = "crawler.resolver.PublicAddressResolver"

# --- Parts, in the order shown above ------------------------------------------------------------------------------

# Scrapy's, which lets go of requests when the crawl is told to end: a server that hangs must not hold it up.
DOWNLOADER = "crawler.downloader.InterruptibleDownloader"
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.downloadermiddlewares.scope.ScopeMiddleware": 50,
    "crawler.downloadermiddlewares.robots.RobotsMiddleware": 100,
    "crawler.downloadermiddlewares.manners.MannersMiddleware": 560,
    "crawler.downloadermiddlewares.botwall.BotWallMiddleware": 570,
}
# A page is one item. Scrapy starts so many tasks for every response: with its 100 they cost 3 ms a page.
CONCURRENT_ITEMS = 1
ITEM_PIPELINES = {
    "crawler.pipelines.recall.RecallPipeline": 50,
    "crawler.pipelines.extract.ExtractPipeline": 100,
    "crawler.pipelines.screen.ScreenPipeline": 200,
    "crawler.pipelines.deduplicate.DeduplicatePipeline": 300,
    "crawler.pipelines.store.StorePipeline": 400,
}
EXTENSIONS = {
    "crawler.extensions.run.Run": 0,
    "crawler.extensions.manners.Manners": 0,
    "scrapy.extensions.closespider.CloseSpider": None,
    "crawler.extensions.limit.Limit": 0,
    "scrapy.extensions.throttle.AutoThrottle": None,
    "crawler.extensions.throttle.Throttle": 0,
}
DOWNLOAD_HANDLERS = {
    "http": "crawler.downloadhandlers.polite.PoliteDownloadHandler",
    "https": "crawler.downloadhandlers.polite.PoliteDownloadHandler",
}

# --- Logging ------------------------------------------------------------------------------------------------------

# One line when a run starts and one when it ends is what a cron mail can carry.
LOG_LEVEL = "INFO"
LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
DEFAULT_DROPITEM_LOG_LEVEL = "DEBUG"  # only a failing database drops items, and says so itself
LOG_VERSIONS: list[str] = []
LOGSTATS_INTERVAL = 60.0
STATS_DUMP = False
