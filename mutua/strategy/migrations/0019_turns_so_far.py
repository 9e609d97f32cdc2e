"""What turned before turns were kept: the ends of the days tell it. Nobody knows any more when, or whether, it was told."""

from django.db import migrations

TURNED = """
INSERT INTO strategy_verdictturn (objective_id, day, observations, was, now, estimate, lower, upper, told_at, counted_anew)
SELECT objective_id, day, observations, was, verdict, estimate, lower, upper, NULL, FALSE
FROM (
    SELECT *, lag(verdict, 1, 'keep collecting') OVER (PARTITION BY objective_id ORDER BY day) AS was FROM strategy_measurement
) AS told
WHERE verdict <> was
ORDER BY objective_id, day
"""


class Migration(migrations.Migration):
    dependencies = [("strategy", "0018_turns_of_verdicts")]

    operations = [migrations.RunSQL(TURNED, migrations.RunSQL.noop)]
