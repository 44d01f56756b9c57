"""Print the targets of the Makefile."""

import re
from pathlib import Path

for line in (Path(__file__).parents[1] / "Makefile").read_text(encoding="utf-8").splitlines():
    if match := re.match(r"(\w+):.*?  ## (.*)", line):
        print(f"make {match[1]:8} {match[2]}")
