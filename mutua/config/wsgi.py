"""The door that the web server opens."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mutua.config.settings")

application = get_wsgi_application()

# What was loaded stays as long as the process does; looking through it again for garbage costs a page a tenth of its time.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
