"""The WSGI application for a server: ``granian --interface wsgi wsgi:app``."""

import sys

from safetysite import create_app
from safetysite.problems import ContentError
from safetysite.settings import Settings

try:
    app = create_app(Settings.from_environ())
except ContentError as error:
    sys.exit(f"{error}\nThe content does not pass the check; nothing was started.")
