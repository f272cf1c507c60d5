"""The commands of the dip sample."""
