"""When backups were made, as makemigrations writes it."""

import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Backup',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('size', models.BigIntegerField()),
                ('entries', models.BigIntegerField()),
                ('release', models.CharField(max_length=20)),
            ],
        ),
    ]
