"""The dip sample: its population, the keyed draw, picks beside it, who samples, and its proof.

Others use draw, lottery, own_figures, picks, population, proof and second_checks.
"""
