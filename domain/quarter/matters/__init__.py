"""Escalated matters."""
