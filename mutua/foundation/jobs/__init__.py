"""Work for later: asked for in the business transaction, done once, given up in sight of an administrator. See README.md."""

from mutua.foundation.jobs.doors import RunningJob, Task, task
from mutua.foundation.jobs.progress import Progress, progress

__all__ = ["Progress", "RunningJob", "Task", "progress", "task"]
