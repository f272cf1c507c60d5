"""The engine: how it is reached, what a workflow's sandbox lets through, and how its histories are read and checked.

Others use audit, causes, connection, evidence, histories, namespace, reconcile, schedule, watch and wire.
"""
