"""The daybook for other programs."""

from ninja import Router

from mutua.daybook.diary_api import router as diary_router
from mutua.daybook.note_api import router as note_router

router = Router()
router.add_router("", note_router)
router.add_router("", diary_router)
