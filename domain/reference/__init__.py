"""Calendars, question sets and policies: labelled data of one version each, as TOML.

Others use kept and reading.
"""
