"""What is this paper's: its bilayer and values, its equations, Figs. 2 to 4 and its claims."""
