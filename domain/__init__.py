"""The rules of Individual Quality Assessment: pure values and functions, free of I/O, clocks, chance and engines."""
