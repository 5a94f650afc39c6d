"""Outlets whose public is in Syria."""
