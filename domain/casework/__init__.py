"""One case outside any IQA: everyday conversations noted on it, and the actions that it still needs.

Others use access, commands, events, evolve, kind, next_step and state.
"""
