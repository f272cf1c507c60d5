"""One IQA: what people ask of it, what happened, and what comes next.

Others use commands, draws, eligibility, events, evolve, facts, improvements, kind, met, next_step, row_sight,
rows, screen, second_check, selected, sight, state, tellings and waits.
"""
