"""How each part of a quarter folds its events, for ``domain/quarter/evolve.py`` alone. Replay-sensitive."""
