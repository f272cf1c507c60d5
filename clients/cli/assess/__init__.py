"""The commands with which an IQA is assessed, from the choice of a case to its last action."""
