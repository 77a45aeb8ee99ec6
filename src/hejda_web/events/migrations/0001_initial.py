"""The first tables of new events, as makemigrations writes them."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('services', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('content', models.CharField(max_length=64)),
                ('received_at', models.DateTimeField()),
                ('token', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='services.token')),
            ],
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('happened_at', models.DateTimeField()),
                ('received_at', models.DateTimeField()),
                ('reference', models.CharField(max_length=64)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reported', to='people.person')),
                ('token', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='services.token')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'received_at'], name='events_even_person__b11ed3_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['report', 'threat', 'order_made', 'order_breached', 'detained', 'released', 'weapon'])), name='event_kind')],
            },
        ),
    ]
