"""The ways out of the system: what a message looks like, and who carries it.

Others use addresses, causes, choice and invitation.
"""
