"""An Area's exports: from the rows of CSV files to a checked roster, or to every fault found in them.

Others use cells, check, columns, faults, rows, sheets and units.
"""
