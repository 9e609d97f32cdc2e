"""Addresses of what is noted and promised."""

from __future__ import annotations

from django.urls import path

from mutua.daybook.views import calendar, composer, lists, noted, notes, preparing, quick, series, tasks

app_name = "daybook"

urlpatterns = [
    path("accounts/<int:account_id>/compose/", composer.compose, name="compose"),
    path("people/<int:person_id>/compose/", composer.compose_with_person, name="compose-person"),
    path("households/<int:household_id>/compose/", composer.compose_with_household, name="compose-household"),
    path("interactions/<int:interaction_id>/", noted.interaction, name="interaction"),
    path("interactions/<int:interaction_id>/edit/", noted.interaction_edit, name="interaction-edit"),
    path("meetings/<int:meeting_id>/", noted.meeting, name="meeting"),
    path("meetings/<int:meeting_id>/prepare/", preparing.meeting, name="prepare-meeting"),
    path("meetings/<int:meeting_id>/prepare/pdf/", preparing.meeting_pdf, name="prepare-meeting-pdf"),
    path("meetings/<int:meeting_id>/write-up/", preparing.write_up_meeting_page, name="write-up-meeting"),
    path("accounts/<int:account_id>/prepare/", preparing.account, name="prepare"),
    path("accounts/<int:account_id>/prepare/pdf/", preparing.account_pdf, name="prepare-pdf"),
    path("accounts/<int:account_id>/write-up/", preparing.write_up_account_page, name="write-up"),
    path("meetings/<int:meeting_id>/repeat/", series.repeat, name="meeting-repeat"),
    path("meetings/<int:meeting_id>/cancel/", series.cancel, name="meeting-cancel"),
    path("meetings/<int:meeting_id>/edit/", noted.meeting_edit, name="meeting-edit"),
    path("interactions/<int:interaction_id>/touchpoint/", composer.correct, name="correct"),
    path("meetings/<int:meeting_id>/touchpoint/", composer.correct_meeting, name="correct-meeting"),
    path("noted/<slug:kind>/<int:record_id>/take-back/", composer.take_it_back, name="take-back"),
    path("notes/<slug:kind>/<int:subject_id>/", notes.on_record, name="notes"),
    path("notes/<int:note_id>/", notes.note, name="note"),
    path("notes/<int:note_id>/edit/", notes.note_edit, name="note-edit"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/feed/", calendar.feed, name="feed"),
    path("calendar/feed/close/", calendar.feed_close, name="feed-close"),
    path("calendar/<str:token>.ics", calendar.feed_read, name="feed-read"),
    path("quick/", quick.quick, name="quick"),
    path("quick/inferred/", quick.quick_inferred, name="quick-inferred"),
    path("tasks/<int:task_id>/strategy/", quick.task_strategy, name="task-strategy"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/all/", lists.all_tasks, name="all-tasks"),
    path("interactions/", lists.interactions, name="interactions"),
    path("meetings/", lists.meetings, name="meetings"),
    path("tasks/new/", tasks.task_new, name="task-new"),
    path("tasks/<int:task_id>/", tasks.task_edit, name="task-edit"),
    path("tasks/<int:task_id>/done/", tasks.task_done, name="task-done"),
    path("tasks/<int:task_id>/undone/", tasks.task_undone, name="task-undone"),
]
