"""The solver: pure functions of numbers, which check nothing and know no class of the library.

Read `matrices`, `layer` and `ladder`, in this order; `digits` may be skipped.
"""
