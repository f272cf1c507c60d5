"""One case outside any IQA: everyday conversations, what a prosecutor asks for, and the actions that it still needs.

Others use commands, events, evolve, kind, next_step, requested, rows, sight and state.
"""
