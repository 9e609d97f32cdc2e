from mutua.daybook.models.interaction import Interaction
from mutua.daybook.models.meeting import Meeting
from mutua.daybook.models.task import Task

__all__ = ["Interaction", "Meeting", "Task"]
