"""Cut the schema.org vocabulary down to the words that the site uses, for the tests to check against.

``python -m tools.schemaorg schemaorg-current-https.jsonld VERSION`` writes
``tests/outputs/schemaorg.json``: each type with all its ancestors, each property with its
domain and range, each enumeration value with its type. The file comes from a release of
https://github.com/schemaorg/schemaorg (``data/releases/VERSION/``). A word that schema.org
does not have, or has given up, ends the run.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from safetysite.settings import ROOT

TABLE = ROOT / "tests/outputs/schemaorg.json"

TYPES = """AboutPage Book BreadcrumbList Chapter CollectionPage CreativeWork DataDownload Dataset DefinedTerm DefinedTermSet DietarySupplement
Drug DrugClass EntryPoint Legislation ListItem MedicalCondition MedicalWebPage Organization Patient Periodical Person
Report ScholarlyArticle SearchAction Thesis WebPage WebSite""".split()

PROPERTIES = """about abstract alternateName author breadcrumb citation contentUrl creator dateModified datePublished description distribution drugClass
encodingFormat
hasDefinedTerm identifier inLanguage isPartOf item itemListElement lastReviewed license mainEntity medicalAudience name
position potentialAction publisher query reviewedBy target url urlTemplate version warning""".split()

VALUES = ["Clinician"]


def main(vocabulary: Path, version: str) -> None:
    """Write the table."""
    nodes = {_bare(node["@id"]): node for node in json.loads(vocabulary.read_text(encoding="utf-8"))["@graph"]}
    for word in (*TYPES, *PROPERTIES, *VALUES):
        if word not in nodes or "schema:supersededBy" in nodes[word]:
            sys.exit(f"schema.org {version} has no {word}, or has given it up")
    table = {
        "version": version,
        "types": {name: ancestors(nodes, name) for name in TYPES},
        "properties": {
            name: {
                "domain": _ids(nodes[name], "schema:domainIncludes"),
                "range": _ids(nodes[name], "schema:rangeIncludes"),
            }
            for name in PROPERTIES
        },
        "values": {name: _bare(nodes[name]["@type"]) for name in VALUES},
    }
    TABLE.write_text(json.dumps(table, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def ancestors(nodes: dict[str, Any], name: str) -> list[str]:
    """Everything that the type is, itself included."""
    found = {name}
    for parent in _ids(nodes[name], "rdfs:subClassOf"):
        found |= set(ancestors(nodes, parent))
    return sorted(found)


def _ids(node: dict[str, Any], key: str) -> list[str]:
    value = node.get(key, [])
    return sorted(_bare(one["@id"]) for one in (value if isinstance(value, list) else [value]))


def _bare(id: str) -> str:
    return id.removeprefix("schema:")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
