"""The crawler: spiders declare outlets, pipelines turn their pages into articles."""

__version__ = "0.1.0"
