"""What colleagues ticked of their first day, as makemigrations writes it."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_duty_desk'),
        ('desk', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='FirstDay',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('ticked', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('away_on', models.DateField(null=True)),
            ],
        ),
    ]
