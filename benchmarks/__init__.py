"""How fast the library is, beside NumPy's own functions and beside other ways to solve the same problem."""
