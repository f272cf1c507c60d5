"""The rules of each part of an IQA; ``domain/iqa/decide.py`` is their only caller."""
