"""The side effects of the process, behind ports; each activity may run more than once and takes effect once."""
