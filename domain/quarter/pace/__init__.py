"""How a quarter stands week by week: what waits with whom, whether it bunches, and what follows from it.

Others use bunching, figures, last_weeks, load, review, standing and weeks.
"""
