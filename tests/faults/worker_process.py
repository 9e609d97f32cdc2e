"""A real worker in a process of its own, which also knows the trapped jobs. Started by the tests of faults."""

from __future__ import annotations

import os


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "mutua.config.settings"
    import django

    django.setup()
    from procrastinate.contrib.django import procrastinate_app

    from mutua.foundation.jobs.worker import run
    from tests.faults import trapped_jobs

    procrastinate_app.current_app.worker_defaults["task_middleware"].append(trapped_jobs.before_the_fence)
    run()


if __name__ == "__main__":
    main()
