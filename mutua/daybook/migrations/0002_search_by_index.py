"""Open tasks are found by their words."""

import django.contrib.postgres.indexes
import mutua.customers.models.folding
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0012_search_by_index'),
        ('daybook', '0001_initial'),
        ('relationships', '0007_search_by_index'),
        ('strategy', '0005_search_by_index'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='task',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(mutua.customers.models.folding.Folded('title'), name='gin_trgm_ops'), condition=models.Q(('done_at', None)), name='task_search'),
        ),
    ]
