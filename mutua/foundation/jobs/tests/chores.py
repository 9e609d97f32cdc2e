"""Doors that only the tests know, and what came in through them."""

from __future__ import annotations

from mutua.foundation.jobs import RunningJob, task

done: list[str] = []


@task()
def wash(dish: str) -> None:
    done.append(dish)


@task(queueing_lock="dry-{dish}")
def dry(dish: str) -> None:
    done.append(dish)


@task(retry=2)
def smash(dish: str) -> None:
    raise ValueError(f"{dish} fell\x00 down")


@task(effect="many")
def wash_up(job: RunningJob, dishes: int) -> None:
    for number in range(dishes):
        with job.step():
            done.append(f"{job.id}: {number}")
