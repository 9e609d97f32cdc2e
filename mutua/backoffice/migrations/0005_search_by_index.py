"""Numbers are found by their beginning."""

import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backoffice', '0004_orders_of_parties'),
        ('catalog', '0001_initial'),
        ('customers', '0012_search_by_index'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='asset',
            name='asset_serial_number',
        ),
        migrations.RemoveIndex(
            model_name='invoice',
            name='invoice_number',
        ),
        migrations.RemoveIndex(
            model_name='order',
            name='order_number',
        ),
        migrations.RemoveIndex(
            model_name='shipment',
            name='shipment_number',
        ),
        migrations.AddIndex(
            model_name='asset',
            index=models.Index(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('serial_number'), name='text_pattern_ops'), name='asset_serial_by_number'),
        ),
        migrations.AddIndex(
            model_name='invoice',
            index=models.Index(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('number'), name='text_pattern_ops'), name='invoice_by_number'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('number'), name='text_pattern_ops'), name='order_by_number'),
        ),
        migrations.AddIndex(
            model_name='shipment',
            index=models.Index(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('number'), name='text_pattern_ops'), name='shipment_by_number'),
        ),
    ]
