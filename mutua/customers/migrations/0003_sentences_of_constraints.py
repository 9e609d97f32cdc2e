from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0002_accounts_by_change'),
    ]

    operations = [
        migrations.AlterConstraint(
            model_name='contactpoint',
            name='contact_point_once_a_person',
            constraint=models.UniqueConstraint(condition=models.Q(('deleted_at', None)), fields=('person', 'kind', 'normalised'), name='contact_point_once_a_person', violation_error_message='This address or number stands here already.'),
        ),
        migrations.AlterConstraint(
            model_name='contactpoint',
            name='contact_point_once_an_account',
            constraint=models.UniqueConstraint(condition=models.Q(('deleted_at', None)), fields=('account', 'kind', 'normalised'), name='contact_point_once_an_account', violation_error_message='This address or number stands here already.'),
        ),
        migrations.AlterConstraint(
            model_name='identifier',
            name='identifier_once',
            constraint=models.UniqueConstraint(condition=models.Q(('deleted_at', None)), fields=('system', 'kind', 'value'), name='identifier_once', violation_error_message='Another party has this number already.'),
        ),
    ]
