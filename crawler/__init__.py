"""The crawler: spiders declare outlets, pipelines turn their pages into articles."""

__version__ = "0.1.0"


def user_agent(contact: str) -> str:
    """What the crawler calls itself: its name, and whom an outlet can ask about it."""
    return f"syria-news-crawler/{__version__} (+{contact or 'no contact given'})"
