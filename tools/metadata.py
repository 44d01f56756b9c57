"""What the package says of its address: that of the repository, from the hosting service's variables, or nothing."""

import os
import re
from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface


class Address(MetadataHookInterface):
    """Give the package's page its links, and README.md such links as work there."""

    def update(self, metadata):
        url = repository()
        text = Path(self.root, "README.md").read_text(encoding="utf-8")
        text = re.sub(r"!\[([^]]*)\]\((?!\w+:)([^)]+)\)", rf"![\1]({url}/raw/HEAD/\2)" if url else r"*\1*", text)
        text = re.sub(r"(?<!!)\[([^]]*)\]\((?!\w+:)([^)]+)\)", rf"[\1]({url}/blob/HEAD/\2)" if url else r"\1", text)
        metadata["readme"] = {"content-type": "text/markdown", "text": text}
        metadata["urls"] = {"Source": url, "Changelog": f"{url}/blob/HEAD/CHANGELOG.md"} if url else {}


def repository():
    """Return the repository's address as `book/_ext/publish.py` does, or nothing."""
    name = os.environ.get("GITHUB_REPOSITORY")
    known = f"{os.environ.get('GITHUB_SERVER_URL', 'https://github.com')}/{name}" if name else ""
    return os.environ.get("REPOSITORY_URL", known).rstrip("/")
