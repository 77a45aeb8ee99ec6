"""The first tables of oversight, as makemigrations writes them."""

import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Alert',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('user', models.UUIDField()),
                ('person', models.UUIDField()),
                ('action', models.CharField(max_length=60)),
                ('seen_by', models.UUIDField(null=True)),
                ('seen_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='NeedReview',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('region', models.CharField(max_length=40)),
                ('year', models.PositiveIntegerField()),
                ('due_on', models.DateField()),
                ('done_by', models.UUIDField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('finding', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('region', 'year'), name='one_review_a_year')],
            },
        ),
    ]
