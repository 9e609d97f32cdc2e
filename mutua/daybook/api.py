"""The daybook for other programs."""

from ninja import Router

from mutua.daybook.note_api import router as note_router

router = Router()
router.add_router("", note_router)
