from mutua.daybook.models.calendar_feed import CalendarFeed
from mutua.daybook.models.interaction import Interaction
from mutua.daybook.models.meeting import Meeting
from mutua.daybook.models.meeting_series import MeetingSeries
from mutua.daybook.models.note import Note
from mutua.daybook.models.task import Task

__all__ = ["CalendarFeed", "Interaction", "Meeting", "MeetingSeries", "Note", "Task"]
