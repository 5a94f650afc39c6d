"""The crawler: spiders declare outlets, pipelines turn their pages into articles."""

from typing import Literal

__version__ = "0.1.0"

# The token by which robots.txt files address this crawler (RFC 9309, section 2.2.1).
PRODUCT = "syria-news-crawler"

UserAgentForm = Literal["plain", "compatible"]


def user_agent(contact: str, form: UserAgentForm = "plain") -> str:
    """What the crawler calls itself: its name, and whom an outlet can ask about it.

    `compatible` is the form of the large search engines' crawlers, which some sites demand; it says the same.
    """
    whom = contact or "no contact given"
    if form == "compatible":
        return f"Mozilla/5.0 (compatible; {PRODUCT}/{__version__}; +{whom})"
    return f"{PRODUCT}/{__version__} (+{whom})"


def product_token(agent: str) -> str:
    """The name that robots.txt knows the User-Agent `agent` by: ours in either form, else its first word.

    The token alone: the contact in a User-Agent may hold any word.
    """
    return PRODUCT if PRODUCT in agent else agent.split("/")[0]
