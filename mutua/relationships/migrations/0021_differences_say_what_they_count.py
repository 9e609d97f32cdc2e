from django.db import migrations

# What stood before was good or not, one of one: so that nobody is asked again about what was explained or accepted.
COUNTS = """
UPDATE relationships_difference SET
    our_numerator = CASE WHEN ours IS NULL THEN NULL WHEN ours THEN 1 ELSE 0 END, our_denominator = CASE WHEN ours IS NOT NULL THEN 1 END,
    their_numerator = CASE WHEN theirs IS NULL THEN NULL WHEN theirs THEN 1 ELSE 0 END, their_denominator = CASE WHEN theirs IS NOT NULL THEN 1 END
"""


class Migration(migrations.Migration):
    dependencies = [("relationships", "0020_our_number_beside_theirs")]
    operations = [migrations.RunSQL(COUNTS, migrations.RunSQL.noop)]
