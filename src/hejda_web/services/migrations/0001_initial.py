"""The first tables of service tokens, as makemigrations writes them."""

import datetime
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Usage',
            fields=[
                ('token', models.UUIDField(primary_key=True, serialize=False)),
                ('minute', models.DateTimeField()),
                ('calls', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Token',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('hash', models.CharField(max_length=64, unique=True)),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None)),
                ('regions', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('everywhere', models.BooleanField(default=False)),
                ('purpose', models.TextField(max_length=600)),
                ('case_reference', models.CharField(max_length=60)),
                ('per_minute', models.PositiveIntegerField(default=120)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField()),
                ('made_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('scopes__len__gt', 0), ('scopes__contained_by', ['runs:read', 'candidates:read', 'decisions:read', 'actors:read', 'events:write'])), name='token_scopes'), models.CheckConstraint(condition=models.Q(('everywhere', False), ('regions__len', 0), _connector='OR'), name='token_regions_or_everywhere'), models.CheckConstraint(condition=models.Q(models.Q(('purpose', ''), _negated=True), models.Q(('case_reference', ''), _negated=True)), name='token_says_what_for'), models.CheckConstraint(condition=models.Q(('valid_until__gte', models.F('valid_from')), ('valid_until__lte', django.db.models.expressions.CombinedExpression(models.F('valid_from'), '+', models.Value(datetime.timedelta(days=365))))), name='token_period'), models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(('confirmed_by', models.F('made_by')), _negated=True), _connector='OR'), name='token_four_eyes')],
            },
        ),
    ]
