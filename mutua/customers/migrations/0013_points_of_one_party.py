"""A contact point is of a person or of an account: it stands only in the indexes of its own kind of party."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0012_search_by_index'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='contactpoint',
            name='contact_point_once_a_person',
        ),
        migrations.RemoveConstraint(
            model_name='contactpoint',
            name='contact_point_once_an_account',
        ),
        migrations.RemoveConstraint(
            model_name='contactpoint',
            name='one_preferred_a_person_and_kind',
        ),
        migrations.RemoveConstraint(
            model_name='contactpoint',
            name='one_preferred_an_account_and_kind',
        ),
        migrations.AlterField(
            model_name='contactpoint',
            name='account',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='contact_points', to='customers.account'),
        ),
        migrations.AlterField(
            model_name='contactpoint',
            name='person',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='contact_points', to='customers.person'),
        ),
        migrations.AddIndex(
            model_name='contactpoint',
            index=models.Index(condition=models.Q(('person__isnull', False)), fields=['person'], name='contact_point_of_person'),
        ),
        migrations.AddIndex(
            model_name='contactpoint',
            index=models.Index(condition=models.Q(('account__isnull', False)), fields=['account'], name='contact_point_of_account'),
        ),
        migrations.AddConstraint(
            model_name='contactpoint',
            constraint=models.UniqueConstraint(condition=models.Q(('deleted_at', None), ('person__isnull', False)), fields=('person', 'kind', 'normalised'), name='contact_point_once_a_person', violation_error_message='This address or number stands here already.'),
        ),
        migrations.AddConstraint(
            model_name='contactpoint',
            constraint=models.UniqueConstraint(condition=models.Q(('account__isnull', False), ('deleted_at', None)), fields=('account', 'kind', 'normalised'), name='contact_point_once_an_account', violation_error_message='This address or number stands here already.'),
        ),
        migrations.AddConstraint(
            model_name='contactpoint',
            constraint=models.UniqueConstraint(condition=models.Q(('deleted_at', None), ('person__isnull', False), ('preferred', True)), fields=('person', 'kind'), name='one_preferred_a_person_and_kind'),
        ),
        migrations.AddConstraint(
            model_name='contactpoint',
            constraint=models.UniqueConstraint(condition=models.Q(('account__isnull', False), ('deleted_at', None), ('preferred', True)), fields=('account', 'kind'), name='one_preferred_an_account_and_kind'),
        ),
    ]
