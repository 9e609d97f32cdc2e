"""Segments are found by their words."""

import django.contrib.postgres.indexes
import mutua.customers.models.folding
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('strategy', '0004_evidence_says_when_it_began'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='segment',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(mutua.customers.models.folding.Folded('name'), name='gin_trgm_ops'), name='segment_search'),
        ),
    ]
