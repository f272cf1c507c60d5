"""The dip sample: its population, the keyed draw, picks beside it, who samples, and its proof."""
