"""One Area's quarter: what it plans, samples and escalates.

Others use commands, events, evolve, facts, kind, needs, next_step, sight and state.
"""
