"""Thin deterministic shells: they wait, record, fold what came back, and wait again. They decide nothing."""
