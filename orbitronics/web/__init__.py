"""All that a browser gets: the compiler, the pieces of the solver it compiles, and the page's own scripts."""
