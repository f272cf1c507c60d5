"""One Area's quarter: what it plans, samples and escalates.

Others use commands, event_sight, events, evolve, facts, kind, needs, next_step, procedures, sight and state.
"""
