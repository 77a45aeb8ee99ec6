"""The first tables of evidence, as makemigrations writes them."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Intake',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('found', models.PositiveIntegerField(default=0)),
                ('brought', models.PositiveIntegerField(default=0)),
                ('faulty', models.TextField(blank=True)),
                ('ordered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=12)),
                ('checksum', models.CharField(max_length=64, unique=True)),
                ('title_sv', models.CharField(max_length=200)),
                ('title_en', models.CharField(max_length=200)),
                ('material', models.CharField(max_length=12)),
                ('outcome_sv', models.CharField(max_length=200)),
                ('outcome_en', models.CharField(max_length=200)),
                ('since', models.DateField()),
                ('until', models.DateField()),
                ('made_on', models.DateField()),
                ('people', models.PositiveIntegerField(null=True)),
                ('outcomes', models.PositiveIntegerField(null=True)),
                ('rules', models.CharField(max_length=64)),
                ('brought_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('validation', 'replay'))), name='report_kind')],
            },
        ),
        migrations.CreateModel(
            name='Figure',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('place', models.PositiveSmallIntegerField()),
                ('part', models.CharField(max_length=10)),
                ('words_sv', models.TextField()),
                ('words_en', models.TextField()),
                ('value', models.FloatField(null=True)),
                ('low', models.FloatField(null=True)),
                ('high', models.FloatField(null=True)),
                ('told_sv', models.CharField(blank=True, max_length=200)),
                ('told_en', models.CharField(blank=True, max_length=200)),
                ('unit_sv', models.CharField(blank=True, max_length=200)),
                ('unit_en', models.CharField(blank=True, max_length=200)),
                ('sentence_sv', models.TextField(blank=True)),
                ('sentence_en', models.TextField(blank=True)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='evidence.report')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('part__in', ('answer', 'orders', 'group', 'listed', 'why', 'limit'))), name='figure_part'), models.UniqueConstraint(fields=('report', 'place'), name='one_figure_a_place')],
            },
        ),
    ]
