"""Pages of imports."""

from __future__ import annotations

from django.urls import path

from mutua.foundation.imports.views import repair, runs, undo

app_name = "imports"

urlpatterns = [
    path("imports/", runs.runs, name="runs"),
    path("imports/new/", runs.new, name="new"),
    path("imports/repair/", repair.all_open, name="repair-all"),
    path("imports/repair/<int:issue_id>/", repair.row, name="repair-row"),
    path("imports/repair/dismiss/", repair.dismiss, name="dismiss"),
    path("imports/<int:run_id>/", runs.run, name="run"),
    path("imports/<int:run_id>/mapping/", runs.mapping, name="mapping"),
    path("imports/<int:run_id>/mapping/use/", runs.use_mapping, name="use-mapping"),
    path("imports/<int:run_id>/begin/", runs.begin, name="begin"),
    path("imports/<int:run_id>/stop/", runs.stop, name="stop"),
    path("imports/<int:run_id>/undo/", undo.undo, name="undo"),
    path("imports/<int:run_id>/refused.csv", runs.refused_rows, name="refused"),
    path("imports/<int:run_id>/repair/", repair.of_run, name="repair"),
]
