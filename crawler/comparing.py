"""What the store asks about texts, answered for Arabic news."""

from crawler.extraction.edits import edit
from crawler.text.credited import credits
from crawler.text.likeness import likeness
from storage.comparing import Comparison

COMPARISON = Comparison(likeness, edit, credits)
