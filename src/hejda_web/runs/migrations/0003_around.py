"""Who around a person is protected, and how many children."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('runs', '0002_standing'),
    ]

    operations = [
        migrations.AddField(
            model_name='around',
            name='protected',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='candidate',
            name='children',
            field=models.PositiveSmallIntegerField(null=True),
        ),
    ]
