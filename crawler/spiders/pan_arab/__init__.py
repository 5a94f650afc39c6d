"""Outlets whose public is all over the Arab world."""
