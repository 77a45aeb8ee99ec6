"""The first tables of runs, as makemigrations writes them."""

import django.contrib.postgres.fields
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
            name='Candidate',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('list', models.CharField(max_length=20)),
                ('police_region', models.CharField(max_length=40)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='Placement',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('place', models.PositiveIntegerField()),
                ('score', models.BigIntegerField()),
                ('cut_off', models.BigIntegerField(null=True)),
                ('flags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, size=None)),
                ('gaps', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, size=None)),
                ('candidate', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='placement', to='runs.candidate')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='Run',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('source', models.CharField(max_length=60)),
                ('as_of', models.DateField()),
                ('places', models.PositiveIntegerField()),
                ('state', models.CharField(default='ordered', max_length=10)),
                ('stage', models.CharField(blank=True, max_length=40)),
                ('percent', models.PositiveSmallIntegerField(default=0)),
                ('ordered_at', models.DateTimeField()),
                ('heartbeat', models.DateTimeField(null=True)),
                ('loaded_at', models.DateTimeField(null=True)),
                ('erased_at', models.DateTimeField(null=True)),
                ('folder_receipt', models.CharField(blank=True, max_length=64)),
                ('checksum', models.CharField(blank=True, max_length=64)),
                ('material', models.CharField(blank=True, max_length=12)),
                ('title', models.CharField(blank=True, max_length=200)),
                ('rules_pack', models.CharField(blank=True, max_length=40)),
                ('fingerprint', models.CharField(blank=True, max_length=64)),
                ('rows_in', models.BigIntegerField(default=0)),
                ('accepted', models.BigIntegerField(default=0)),
                ('duplicate', models.BigIntegerField(default=0)),
                ('quarantined', models.BigIntegerField(default=0)),
                ('ranked', models.BigIntegerField(default=0)),
                ('failure_sv', models.TextField(blank=True)),
                ('failure_en', models.TextField(blank=True)),
                ('ordered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Reason',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=10)),
                ('ranker', models.CharField(max_length=40)),
                ('step', models.PositiveIntegerField()),
                ('rule', models.CharField(max_length=80)),
                ('points', models.BigIntegerField(null=True)),
                ('sentence_sv', models.TextField()),
                ('sentence_en', models.TextField()),
                ('evidence', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), default=list, size=None)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='runs.run')),
            ],
        ),
        migrations.CreateModel(
            name='Moved',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('list', models.CharField(max_length=20)),
                ('old', models.PositiveIntegerField(null=True)),
                ('new', models.PositiveIntegerField(null=True)),
                ('why', models.CharField(max_length=20)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='runs.run')),
            ],
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reference', models.CharField(max_length=100)),
                ('table', models.CharField(max_length=40)),
                ('happened_on', models.DateField(null=True)),
                ('registered_on', models.DateField()),
                ('superseded_on', models.DateField(null=True)),
                ('source_law', models.CharField(blank=True, max_length=200)),
                ('limited', models.BooleanField(default=False)),
                ('sentence_sv', models.TextField()),
                ('sentence_en', models.TextField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='runs.run')),
            ],
        ),
        migrations.AddField(
            model_name='candidate',
            name='run',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='candidates', to='runs.run'),
        ),
        migrations.CreateModel(
            name='Around',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('partner', models.CharField(max_length=10)),
                ('confidence', models.CharField(max_length=20)),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, size=None)),
                ('first_on', models.DateField(null=True)),
                ('last_on', models.DateField(null=True)),
                ('incidents', models.PositiveIntegerField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='runs.run')),
            ],
        ),
        migrations.CreateModel(
            name='SetAside',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('file', models.CharField(max_length=200)),
                ('code', models.CharField(max_length=40)),
                ('rows', models.BigIntegerField()),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='set_aside', to='runs.run')),
            ],
        ),
        migrations.AddConstraint(
            model_name='run',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('ordered', 'mapping', 'loading', 'loaded', 'failed'))), name='run_state'),
        ),
        migrations.AddConstraint(
            model_name='run',
            constraint=models.UniqueConstraint(condition=models.Q(('checksum', ''), _negated=True), fields=('checksum',), name='brought_in_once'),
        ),
        migrations.AddIndex(
            model_name='reason',
            index=models.Index(fields=['person', 'run'], name='runs_reason_person__0b0c0c_idx'),
        ),
        migrations.AddIndex(
            model_name='evidence',
            index=models.Index(fields=['person', 'run'], name='runs_eviden_person__e3580a_idx'),
        ),
    ]
