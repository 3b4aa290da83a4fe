"""The relevance report: ``python -m tests.search.report``, on the content as it is today."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from safetysite import create_app
from safetysite.content import catalogue
from safetysite.search import documents, whoosh_index
from safetysite.settings import Settings
from tests.search.relevance import judge_all, report


def main() -> None:
    """Print the counts and each miss."""
    today = datetime.now(UTC).date()
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(Settings.from_environ(), search_index=Path(folder))
        site = catalogue.load(settings.content, today)
        whoosh_index.build(settings.search_index, site.digest, documents.documents(site))
        print(report(judge_all(create_app(settings, today))))


if __name__ == "__main__":
    main()
