"""The daybook for other programs."""

from ninja import Router

from mutua.daybook.diary_api import router as diary_router
from mutua.daybook.feed_api import router as feed_router
from mutua.daybook.meeting_api import router as meeting_router
from mutua.daybook.note_api import router as note_router
from mutua.daybook.quick_api import router as quick_router
from mutua.daybook.writing_up_api import router as writing_up_router

router = Router()
for _one in (note_router, diary_router, meeting_router, writing_up_router, quick_router, feed_router):
    router.add_router("", _one)
