"""The door that the web server of customers' own pages opens."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "mutua.config.portal"

application = get_wsgi_application()

gc.collect()
gc.freeze()
