"""Commands of this project beside Scrapy's own; `scrapy -h` lists them."""
