"""One IQA: what people ask of it, what happened, and what comes next.

Others use beside, begun, commands, draws, eligibility, events, evolve, facts, improvements, kind, known,
manager_talks, met, next_step, on_file, re_marks, row_sight, rows, screen, second_check, selected, sight, state,
tellings and waits.
"""
