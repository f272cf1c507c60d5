"""One Area's quarter: what it plans, samples and escalates."""
