"""The first table of sharing, as makemigrations writes it."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('circumstances', models.TextField()),
                ('answer', models.CharField(max_length=12)),
                ('told', models.JSONField()),
                ('lines', models.JSONField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sharing_notes', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'at'], name='sharing_not_person__69f00a_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('answer__in', ('required', 'permitted', 'refused', 'ask_lawyer'))), name='sharing_answer'), models.CheckConstraint(condition=models.Q(('circumstances', ''), _negated=True), name='sharing_circumstances')],
            },
        ),
    ]
