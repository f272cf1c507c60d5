"""Calendars, question sets and policies: labelled data of one version each, as TOML.

Others use reading.
"""
