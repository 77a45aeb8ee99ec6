"""The first tables of people, as makemigrations writes them."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='PersonEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('stable_id', models.CharField(max_length=80)),
                ('label', models.CharField(max_length=12)),
                ('region', models.CharField(max_length=40)),
                ('secrecy', models.CharField(default='none', max_length=10)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('stable_id', models.CharField(max_length=80)),
                ('label', models.CharField(max_length=12)),
                ('region', models.CharField(max_length=40)),
                ('secrecy', models.CharField(default='none', max_length=10)),
            ],
            options={
                'indexes': [models.Index(fields=['region'], name='people_pers_region_b5cd2d_idx'), models.Index(fields=['stable_id'], name='people_pers_stable__89ad58_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('secrecy__in', ('none', 'marked', 'protected'))), name='secrecy_class')],
            },
        ),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number_hash', models.CharField(max_length=64)),
                ('role', models.CharField(max_length=8)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parties', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='Identity',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('names', models.CharField(blank=True, max_length=200)),
                ('personal_number', models.CharField(blank=True, max_length=20)),
                ('birth_date', models.DateField(null=True)),
                ('sex', models.CharField(blank=True, max_length=10)),
                ('known_from', models.CharField(blank=True, max_length=100)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='identity', to='people.person')),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "people_personevent" ("id", "label", "pgh_created_at", "pgh_label", "pgh_obj_id", "region", "secrecy", "stable_id") VALUES (NEW."id", NEW."label", NOW(), \'insert\', NEW."id", NEW."region", NEW."secrecy", NEW."stable_id"); RETURN NULL;', hash='f99e41cb50fa1eaf86a450d9d517e868ee3c1cdf', operation='INSERT', pgid='pgtrigger_insert_insert_65688', table='people_person', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "people_personevent" ("id", "label", "pgh_created_at", "pgh_label", "pgh_obj_id", "region", "secrecy", "stable_id") VALUES (NEW."id", NEW."label", NOW(), \'update\', NEW."id", NEW."region", NEW."secrecy", NEW."stable_id"); RETURN NULL;', hash='f0464b7cdb890dc611aabe630f9249203fe52e68', operation='UPDATE', pgid='pgtrigger_update_update_de829', table='people_person', when='AFTER')),
        ),
        migrations.AddField(
            model_name='personevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='people.person'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(fields=['number_hash'], name='people_part_number__cdd53b_idx'),
        ),
    ]
