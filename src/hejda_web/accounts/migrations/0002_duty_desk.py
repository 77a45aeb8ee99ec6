"""The duty desk: its appointments, in which turn colleagues are called, and their telephones."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='appointment',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='appointment',
            name='update_update',
        ),
        migrations.RemoveConstraint(
            model_name='appointment',
            name='appointment_scope',
        ),
        migrations.AddField(
            model_name='appointment',
            name='turn',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='appointmentevent',
            name='turn',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='user',
            name='telephone',
            field=models.CharField(blank=True, max_length=30),
        ),
        migrations.AlterField(
            model_name='appointment',
            name='scope',
            field=models.CharField(choices=[('screening', 'screening'), ('actor', 'actor'), ('duty', 'duty')], max_length=12),
        ),
        migrations.AlterField(
            model_name='appointmentevent',
            name='scope',
            field=models.CharField(choices=[('screening', 'screening'), ('actor', 'actor'), ('duty', 'duty')], max_length=12),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appointment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_appointmentevent" ("id", "limited", "named_by_id", "person", "pgh_created_at", "pgh_label", "pgh_obj_id", "protected", "reason", "region", "scope", "turn", "user_id", "valid_from", "valid_until", "version") VALUES (NEW."id", NEW."limited", NEW."named_by_id", NEW."person", NOW(), \'insert\', NEW."id", NEW."protected", NEW."reason", NEW."region", NEW."scope", NEW."turn", NEW."user_id", NEW."valid_from", NEW."valid_until", NEW."version"); RETURN NULL;', hash='164d876e8f7fc6def5b39bc6bb185695d69c3577', operation='INSERT', pgid='pgtrigger_insert_insert_0fb86', table='accounts_appointment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appointment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "accounts_appointmentevent" ("id", "limited", "named_by_id", "person", "pgh_created_at", "pgh_label", "pgh_obj_id", "protected", "reason", "region", "scope", "turn", "user_id", "valid_from", "valid_until", "version") VALUES (NEW."id", NEW."limited", NEW."named_by_id", NEW."person", NOW(), \'update\', NEW."id", NEW."protected", NEW."reason", NEW."region", NEW."scope", NEW."turn", NEW."user_id", NEW."valid_from", NEW."valid_until", NEW."version"); RETURN NULL;', hash='cfd2efd6346adb329e68478eb77c7b59e3b06540', operation='UPDATE', pgid='pgtrigger_update_update_5878f', table='accounts_appointment', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('person', None), ('scope__in', ('screening', 'duty')), models.Q(('region', ''), _negated=True)), models.Q(('person__isnull', False), ('region', ''), ('scope', 'actor')), _connector='OR'), name='appointment_scope'),
        ),
    ]
