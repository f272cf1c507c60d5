"""Which IQAs a quarter opens, for whom, assessed by whom and by which day; and how the plan follows its people.

Others use coverage, opening and replan.
"""
