"""The database: what was announced, fetched and stored, and the few functions that read and write it.

It knows nothing of the crawler: plain values come in (`storage.records`) and go out.
"""
