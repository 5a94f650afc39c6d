"""Recorded sample sites of five outlets; see README.md."""
