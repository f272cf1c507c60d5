"""How each part of an IQA folds its events, for ``domain/iqa/evolve.py`` alone. Replay-sensitive."""
