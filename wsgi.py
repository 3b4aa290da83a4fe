"""The WSGI application for a server: ``granian --interface wsgi wsgi:app``."""

import sys

from safetysite import create_app
from safetysite.problems import ContentError
from safetysite.search.whoosh_index import SearchIndexError
from safetysite.settings import Settings, SettingsError

try:
    app = create_app(Settings.from_environ())
except (ContentError, SearchIndexError, SettingsError) as error:
    sys.exit(f"{error}\nNothing was started.")
