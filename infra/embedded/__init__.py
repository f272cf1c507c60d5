"""The engine and the database on one bare machine, for trying and testing: ``stack.EmbeddedStack`` runs both.

A client process finds the running ones with ``running.running_stack``, which imports neither engine nor
driver.

Others use clock, errors, ports, postgres, process, programs, restored, running and stack.
"""
