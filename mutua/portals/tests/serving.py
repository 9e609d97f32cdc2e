"""The portal as a process of its own for tests in a browser: `python -m mutua.portals.tests.serving` prints its port.

The environment says which database, and in whose name: `DATABASE_URL` of the role `mutua_portal`.
"""

from __future__ import annotations

import os

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "mutua.config.portal"
    import django
    from django.conf import settings

    # Served from the sources: names with hashes exist only where the static files were collected.
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    django.setup()
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler, get_internal_wsgi_application

    class Quiet(WSGIRequestHandler):
        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing is said."""

    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(StaticFilesHandler(get_internal_wsgi_application()))
    print(server.server_address[1], flush=True)
    server.serve_forever()
