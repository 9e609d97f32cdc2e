"""Deals are found by their words."""

import django.contrib.postgres.indexes
import mutua.customers.models.folding
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0001_initial'),
        ('customers', '0012_search_by_index'),
        ('sales', '0002_tags'),
        ('strategy', '0005_search_by_index'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='opportunity',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(mutua.customers.models.folding.Folded('name'), name='gin_trgm_ops'), name='opportunity_search'),
        ),
        migrations.AddIndex(
            model_name='opportunity',
            index=models.Index(condition=models.Q(('source_key', ''), _negated=True), fields=['source_key'], name='opportunity_by_source_key'),
        ),
    ]
