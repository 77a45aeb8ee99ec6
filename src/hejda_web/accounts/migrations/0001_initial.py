"""The first tables of accounts, as makemigrations writes them."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('username', models.CharField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('is_active', models.BooleanField(default=True)),
                ('must_choose_password', models.BooleanField(default=True)),
                ('language', models.CharField(choices=[('sv', 'sv'), ('en', 'en')], default='sv', max_length=2)),
                ('joined_on', models.DateField()),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120, unique=True)),
                ('police_region', models.CharField(blank=True, max_length=40)),
                ('independent', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('scope', models.CharField(choices=[('screening', 'screening'), ('actor', 'actor')], max_length=12)),
                ('region', models.CharField(blank=True, max_length=40)),
                ('person', models.UUIDField(blank=True, null=True)),
                ('limited', models.BooleanField(default=False)),
                ('protected', models.BooleanField(default=False)),
                ('reason', models.CharField(max_length=300)),
                ('version', models.PositiveIntegerField(default=1)),
                ('named_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='AppointmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('scope', models.CharField(choices=[('screening', 'screening'), ('actor', 'actor')], max_length=12)),
                ('region', models.CharField(blank=True, max_length=40)),
                ('person', models.UUIDField(blank=True, null=True)),
                ('limited', models.BooleanField(default=False)),
                ('protected', models.BooleanField(default=False)),
                ('reason', models.CharField(max_length=300)),
                ('version', models.PositiveIntegerField(default=1)),
                ('named_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.appointment')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('analyst', 'analyst'), ('case_officer', 'case_officer'), ('regional_lead', 'regional_lead'), ('national_lead', 'national_lead'), ('safety_officer', 'safety_officer'), ('lawyer', 'lawyer'), ('duty_desk', 'duty_desk'), ('authority', 'authority'), ('administrator', 'administrator')], max_length=20)),
                ('granted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='role_grants', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='RoleGrantEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('role', models.CharField(choices=[('analyst', 'analyst'), ('case_officer', 'case_officer'), ('regional_lead', 'regional_lead'), ('national_lead', 'national_lead'), ('safety_officer', 'safety_officer'), ('lawyer', 'lawyer'), ('duty_desk', 'duty_desk'), ('authority', 'authority'), ('administrator', 'administrator')], max_length=20)),
                ('granted_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.rolegrant')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Tie',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number_hash', models.CharField(max_length=64)),
                ('kind', models.CharField(choices=[('self', 'self'), ('relative', 'relative'), ('household', 'household')], max_length=10)),
                ('declared_on', models.DateField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            model_name='user',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='people', to='accounts.unit'),
        ),
        migrations.CreateModel(
            name='Work',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('session', models.CharField(max_length=64)),
                ('purpose', models.CharField(max_length=30)),
                ('case_reference', models.CharField(max_length=60)),
                ('began', models.DateTimeField()),
                ('ends', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('person', None), ('scope', 'screening'), models.Q(('region', ''), _negated=True)), models.Q(('person__isnull', False), ('region', ''), ('scope', 'actor')), _connector='OR'), name='appointment_scope'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='appointment_period'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='appointment_reason'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('user', models.F('named_by')), _negated=True), name='nobody_appoints_themselves'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appointment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_appointmentevent" ("id", "limited", "named_by_id", "person", "pgh_created_at", "pgh_label", "pgh_obj_id", "protected", "reason", "region", "scope", "user_id", "valid_from", "valid_until", "version") VALUES (NEW."id", NEW."limited", NEW."named_by_id", NEW."person", NOW(), \'insert\', NEW."id", NEW."protected", NEW."reason", NEW."region", NEW."scope", NEW."user_id", NEW."valid_from", NEW."valid_until", NEW."version"); RETURN NULL;', hash='164f7fc028fee4b081992f93f8247f4b903e13a2', operation='INSERT', pgid='pgtrigger_insert_insert_0fb86', table='accounts_appointment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appointment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "accounts_appointmentevent" ("id", "limited", "named_by_id", "person", "pgh_created_at", "pgh_label", "pgh_obj_id", "protected", "reason", "region", "scope", "user_id", "valid_from", "valid_until", "version") VALUES (NEW."id", NEW."limited", NEW."named_by_id", NEW."person", NOW(), \'update\', NEW."id", NEW."protected", NEW."reason", NEW."region", NEW."scope", NEW."user_id", NEW."valid_from", NEW."valid_until", NEW."version"); RETURN NULL;', hash='f9fbf688bd6abc221242b00a8c6f3ac08043e739', operation='UPDATE', pgid='pgtrigger_update_update_5878f', table='accounts_appointment', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='role_period'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rolegrant',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_rolegrantevent" ("granted_by_id", "id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id", "valid_from", "valid_until") VALUES (NEW."granted_by_id", NEW."id", NOW(), \'insert\', NEW."id", NEW."role", NEW."user_id", NEW."valid_from", NEW."valid_until"); RETURN NULL;', hash='96e60a5f73a28c3e3053c9a89bd1fe2aad4cc3eb', operation='INSERT', pgid='pgtrigger_insert_insert_77ca7', table='accounts_rolegrant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rolegrant',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "accounts_rolegrantevent" ("granted_by_id", "id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id", "valid_from", "valid_until") VALUES (NEW."granted_by_id", NEW."id", NOW(), \'update\', NEW."id", NEW."role", NEW."user_id", NEW."valid_from", NEW."valid_until"); RETURN NULL;', hash='61f86ab4872688b6e8613798383249c349771f5f', operation='UPDATE', pgid='pgtrigger_update_update_f0e9e', table='accounts_rolegrant', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='tie',
            constraint=models.UniqueConstraint(fields=('user', 'number_hash'), name='one_tie'),
        ),
    ]
