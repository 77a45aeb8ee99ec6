"""The first tables of nominations, as makemigrations writes them."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('runs', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('round', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
                ('outcome', models.CharField(max_length=16)),
                ('reason', models.CharField(max_length=30)),
                ('text', models.TextField()),
                ('list', models.CharField(blank=True, max_length=20)),
                ('place', models.PositiveIntegerField(null=True)),
                ('score', models.BigIntegerField(null=True)),
                ('cut_off', models.BigIntegerField(null=True)),
                ('fingerprint', models.CharField(blank=True, max_length=64)),
                ('ground', models.CharField(blank=True, max_length=60)),
                ('threshold_names', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=models.CharField(blank=True, max_length=20), size=None)),
                ('threshold_answers', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=models.CharField(blank=True, max_length=20), size=None)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='runs.run')),
            ],
        ),
        migrations.CreateModel(
            name='Judgement',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('a', models.CharField(max_length=100)),
                ('b', models.CharField(blank=True, max_length=100)),
                ('decided_on', models.DateField()),
                ('reason', models.TextField()),
                ('withdrawn_on', models.DateField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='nominations.decision')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='JudgementEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('a', models.CharField(max_length=100)),
                ('b', models.CharField(blank=True, max_length=100)),
                ('decided_on', models.DateField()),
                ('reason', models.TextField()),
                ('withdrawn_on', models.DateField(null=True)),
                ('by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('decision', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='nominations.decision')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='nominations.judgement')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Listing',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('ground', models.CharField(max_length=60)),
                ('rules', models.CharField(max_length=64)),
                ('threshold_names', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None)),
                ('threshold_answers', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('listed_on', models.DateField()),
                ('near_cut', models.BooleanField()),
                ('urgent', models.BooleanField(default=False)),
                ('urgent_reason', models.TextField(blank=True)),
                ('lot', models.BigIntegerField()),
                ('start_on', models.DateField(null=True)),
                ('ended_on', models.DateField(null=True)),
                ('ended_why', models.CharField(blank=True, max_length=30)),
                ('version', models.PositiveIntegerField(default=1)),
                ('first', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='nominations.decision')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='listings', to='people.person')),
                ('second', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='nominations.decision')),
            ],
        ),
        migrations.CreateModel(
            name='Nomination',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('origin', models.CharField(max_length=16)),
                ('reason', models.TextField(blank=True)),
                ('acts', models.TextField(blank=True)),
                ('made_at', models.DateTimeField()),
                ('state', models.CharField(default='open', max_length=10)),
                ('round', models.PositiveSmallIntegerField(default=1)),
                ('version', models.PositiveIntegerField(default=1)),
                ('nominated_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='nominations', to='people.person')),
                ('run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='runs.run')),
            ],
        ),
        migrations.CreateModel(
            name='ListingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('ground', models.CharField(max_length=60)),
                ('rules', models.CharField(max_length=64)),
                ('threshold_names', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None)),
                ('threshold_answers', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('listed_on', models.DateField()),
                ('near_cut', models.BooleanField()),
                ('urgent', models.BooleanField(default=False)),
                ('urgent_reason', models.TextField(blank=True)),
                ('lot', models.BigIntegerField()),
                ('start_on', models.DateField(null=True)),
                ('ended_on', models.DateField(null=True)),
                ('ended_why', models.CharField(blank=True, max_length=30)),
                ('version', models.PositiveIntegerField(default=1)),
                ('first', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='nominations.decision')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='nominations.listing')),
                ('second', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='nominations.decision')),
                ('nomination', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='nominations.nomination')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='listing',
            name='nomination',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='nominations.nomination'),
        ),
        migrations.AddField(
            model_name='decision',
            name='nomination',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='nominations.nomination'),
        ),
        migrations.CreateModel(
            name='NominationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('origin', models.CharField(max_length=16)),
                ('reason', models.TextField(blank=True)),
                ('acts', models.TextField(blank=True)),
                ('made_at', models.DateTimeField()),
                ('state', models.CharField(default='open', max_length=10)),
                ('round', models.PositiveSmallIntegerField(default=1)),
                ('version', models.PositiveIntegerField(default=1)),
                ('nominated_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='nominations.nomination')),
                ('run', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='runs.run')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OwnJudgement',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('level', models.CharField(max_length=12)),
                ('text', models.TextField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('nomination', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='judgements', to='nominations.nomination')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
            ],
        ),
        migrations.AddField(
            model_name='decision',
            name='own_judgement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='nominations.ownjudgement'),
        ),
        migrations.CreateModel(
            name='RegionSetting',
            fields=[
                ('region', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('free_starts', models.PositiveIntegerField(default=10)),
                ('ranking_on', models.BooleanField(default=True)),
                ('set_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='judgement',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "nominations_judgementevent" ("a", "b", "by_id", "decided_on", "decision_id", "id", "kind", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "withdrawn_on") VALUES (NEW."a", NEW."b", NEW."by_id", NEW."decided_on", NEW."decision_id", NEW."id", NEW."kind", NEW."person_id", NOW(), \'insert\', NEW."id", NEW."reason", NEW."withdrawn_on"); RETURN NULL;', hash='4ac5add0fade64dc7029eba49e9c439fd9d39c3a', operation='INSERT', pgid='pgtrigger_insert_insert_47800', table='nominations_judgement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='judgement',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "nominations_judgementevent" ("a", "b", "by_id", "decided_on", "decision_id", "id", "kind", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "withdrawn_on") VALUES (NEW."a", NEW."b", NEW."by_id", NEW."decided_on", NEW."decision_id", NEW."id", NEW."kind", NEW."person_id", NOW(), \'update\', NEW."id", NEW."reason", NEW."withdrawn_on"); RETURN NULL;', hash='884525903820240c97399ac5437ea52f54456443', operation='UPDATE', pgid='pgtrigger_update_update_df032', table='nominations_judgement', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='nomination',
            index=models.Index(fields=['person', 'state'], name='nominations_person__90c39c_idx'),
        ),
        migrations.AddConstraint(
            model_name='nomination',
            constraint=models.CheckConstraint(condition=models.Q(('origin__in', ('map', 'own_list', 'officer', 'safety_officer', 'authority'))), name='nomination_origin'),
        ),
        migrations.AddConstraint(
            model_name='nomination',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('open', 'one_vote', 'differing', 'decided'))), name='nomination_state'),
        ),
        migrations.AddConstraint(
            model_name='nomination',
            constraint=models.CheckConstraint(condition=models.Q(('origin', 'map'), models.Q(('nominated_by__isnull', False), models.Q(('reason', ''), _negated=True), models.Q(('acts', ''), _negated=True)), _connector='OR'), name='named_nominations_say_why'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nomination',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "nominations_nominationevent" ("acts", "id", "made_at", "nominated_by_id", "origin", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "round", "run_id", "state", "version") VALUES (NEW."acts", NEW."id", NEW."made_at", NEW."nominated_by_id", NEW."origin", NEW."person_id", NOW(), \'insert\', NEW."id", NEW."reason", NEW."round", NEW."run_id", NEW."state", NEW."version"); RETURN NULL;', hash='616a868c1cbe763641a43e29d3438b067fad1443', operation='INSERT', pgid='pgtrigger_insert_insert_6b6fa', table='nominations_nomination', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nomination',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "nominations_nominationevent" ("acts", "id", "made_at", "nominated_by_id", "origin", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "round", "run_id", "state", "version") VALUES (NEW."acts", NEW."id", NEW."made_at", NEW."nominated_by_id", NEW."origin", NEW."person_id", NOW(), \'update\', NEW."id", NEW."reason", NEW."round", NEW."run_id", NEW."state", NEW."version"); RETURN NULL;', hash='f9e3351e9d2c4841f0d628915c3e74a147192e2d', operation='UPDATE', pgid='pgtrigger_update_update_29f16', table='nominations_nomination', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='listing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ground', ''), _negated=True), ('threshold_names__len__gt', 0), ('threshold_answers__len', models.Func(models.F('threshold_names'), 1, function='array_length', output_field=models.IntegerField()))), name='listing_has_ground_and_threshold'),
        ),
        migrations.AddConstraint(
            model_name='listing',
            constraint=models.CheckConstraint(condition=models.Q(('first', models.F('second')), _negated=True), name='two_votes'),
        ),
        migrations.AddConstraint(
            model_name='listing',
            constraint=models.CheckConstraint(condition=models.Q(('urgent', False), models.Q(('urgent_reason', ''), _negated=True), _connector='OR'), name='urgent_says_why'),
        ),
        migrations.AddConstraint(
            model_name='listing',
            constraint=models.CheckConstraint(condition=models.Q(('ended_on', None), models.Q(('ended_why', ''), _negated=True), _connector='OR'), name='ended_says_why'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listing',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "nominations_listingevent" ("ended_on", "ended_why", "first_id", "ground", "id", "listed_on", "lot", "near_cut", "nomination_id", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rules", "second_id", "start_on", "threshold_answers", "threshold_names", "urgent", "urgent_reason", "version") VALUES (NEW."ended_on", NEW."ended_why", NEW."first_id", NEW."ground", NEW."id", NEW."listed_on", NEW."lot", NEW."near_cut", NEW."nomination_id", NEW."person_id", NOW(), \'insert\', NEW."id", NEW."rules", NEW."second_id", NEW."start_on", NEW."threshold_answers", NEW."threshold_names", NEW."urgent", NEW."urgent_reason", NEW."version"); RETURN NULL;', hash='faf3729839d7aa27f249a6cdeb08a60fbb058ab6', operation='INSERT', pgid='pgtrigger_insert_insert_fd1f2', table='nominations_listing', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listing',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "nominations_listingevent" ("ended_on", "ended_why", "first_id", "ground", "id", "listed_on", "lot", "near_cut", "nomination_id", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rules", "second_id", "start_on", "threshold_answers", "threshold_names", "urgent", "urgent_reason", "version") VALUES (NEW."ended_on", NEW."ended_why", NEW."first_id", NEW."ground", NEW."id", NEW."listed_on", NEW."lot", NEW."near_cut", NEW."nomination_id", NEW."person_id", NOW(), \'update\', NEW."id", NEW."rules", NEW."second_id", NEW."start_on", NEW."threshold_answers", NEW."threshold_names", NEW."urgent", NEW."urgent_reason", NEW."version"); RETURN NULL;', hash='425411879efa1838d11c5f7f4a3fab316c419d35', operation='UPDATE', pgid='pgtrigger_update_update_e75d5', table='nominations_listing', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='ownjudgement',
            constraint=models.UniqueConstraint(fields=('nomination', 'by'), name='one_own_judgement'),
        ),
        migrations.AddConstraint(
            model_name='ownjudgement',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', ('high', 'raised', 'not_raised', 'cannot_say'))), name='judgement_level'),
        ),
        migrations.AddConstraint(
            model_name='ownjudgement',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='judgement_in_words'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.UniqueConstraint(fields=('nomination', 'round', 'by'), name='one_vote_a_round'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ('list', 'not_list', 'ask_facts', 'wrong_person', 'may_be_victim'))), name='decision_outcome'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('reason', ''), _negated=True)), name='decision_in_words'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'list'), _negated=True), models.Q(models.Q(('ground', ''), _negated=True), ('threshold_names__len__gt', 0)), _connector='OR'), name='a_vote_to_list_names_its_ground'),
        ),
    ]
