"""``python -m benchmarks`` prints every ratio."""

from .run import main

main()
