"""Escalated matters, and work that goes from one person to another."""
