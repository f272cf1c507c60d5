"""What a quarter came to: its report, as it stands today or frozen at the close.

Others use counted, report and reporting.
"""
