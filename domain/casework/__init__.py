"""One case outside any IQA: everyday conversations noted on it, and the actions that it still needs.

Others use commands, events, evolve, kind, next_step, rows, sight and state.
"""
