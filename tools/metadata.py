"""Who made this and where it is: read from CITATION.cff, for the package, codemeta.json, the website, PDF and EPUB.

The build of the package loads this file as its metadata hook.
"""

import os
import re
from pathlib import Path

import yaml

try:
    from hatchling.metadata.plugin.interface import MetadataHookInterface
except ImportError:  # the website is built without it
    MetadataHookInterface = object

ROOT = Path(__file__).resolve().parents[1]
LICENCE = "https://spdx.org/licenses/"


def citation():
    """Return what CITATION.cff says."""
    return yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))


def names():
    """Return the authors' names."""
    return [one.get("name") or f"{one['given-names']} {one['family-names']}" for one in citation()["authors"]]


def repository():
    """Return the repository's address: REPOSITORY_URL, or GitHub's variables, or CITATION.cff, or nothing."""
    name, server = os.environ.get("GITHUB_REPOSITORY"), os.environ.get("GITHUB_SERVER_URL", "https://github.com")
    known = f"{server}/{name}" if name else citation().get("repository-code", "")
    return os.environ.get("REPOSITORY_URL", known).rstrip("/")


def codemeta(project):
    """Return the description of the software for archives; `project` is that table of pyproject.toml."""
    about = citation()

    def person(one):
        if "name" in one:
            return {"@type": "Organization", "name": one["name"]}
        affiliation = {"@type": "Organization", "name": one["affiliation"]} if "affiliation" in one else None
        found = {"@type": "Person", "givenName": one["given-names"], "familyName": one["family-names"]}
        return found | filled({"@id": one.get("orcid"), "affiliation": affiliation})

    paper = about["preferred-citation"]
    return {
        "@context": "https://w3id.org/codemeta/3.0",
        "@type": "SoftwareSourceCode",
        "name": about["title"],
        "description": project["description"],
        "version": about["version"],
        "license": LICENCE + about["license"],
        "author": [person(one) for one in about["authors"]],
        "keywords": project["keywords"],
        "programmingLanguage": "Python",
        "runtimePlatform": f"Python {project['requires-python']}",
        "softwareRequirements": project["dependencies"],
        "referencePublication": {
            "@type": "ScholarlyArticle",
            "name": paper["title"],
            "author": [person(one) for one in paper["authors"]],
            "datePublished": f"{paper['year']}-{paper['month']}",
        },
    } | filled({"codeRepository": repository(), "url": about.get("url"), "identifier": about.get("doi")})


def filled(entries):
    """Return the entries that are not empty."""
    return {name: value for name, value in entries.items() if value}


class Hook(MetadataHookInterface):
    """Give the package its authors, its links, and a README.md whose links work there."""

    def update(self, metadata):
        url, site = repository(), citation().get("url")
        text = (ROOT / "README.md").read_text(encoding="utf-8")
        text = re.sub(r"!\[([^]]*)\]\((?!\w+:)([^)]+)\)", rf"![\1]({url}/raw/HEAD/\2)" if url else r"*\1*", text)
        text = re.sub(r"(?<!!)\[([^]]*)\]\((?!\w+:)([^)]+)\)", rf"[\1]({url}/blob/HEAD/\2)" if url else r"\1", text)
        metadata["readme"] = {"content-type": "text/markdown", "text": text}
        metadata["authors"] = [{"name": name} for name in names()]
        known = {"Source": url, "Changelog": f"{url}/blob/HEAD/CHANGELOG.md"} if url else {}
        metadata["urls"] = known | filled({"Documentation": site})
