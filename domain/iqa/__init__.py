"""One IQA: what people ask of it, what happened, and what comes next.

Others use access, commands, eligibility, events, evolve, facts, kind, next_step, screen, sight, state, story, tellings
and waits.
"""
