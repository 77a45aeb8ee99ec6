"""A period may have ended the day before it began: ended at once, it held on no day."""

import datetime
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_duty_desk'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='appointment',
            name='appointment_period',
        ),
        migrations.RemoveConstraint(
            model_name='rolegrant',
            name='role_period',
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gte', models.ExpressionWrapper(django.db.models.expressions.CombinedExpression(models.F('valid_from'), '-', models.Value(datetime.timedelta(days=1))), output_field=models.DateTimeField())), _connector='OR'), name='appointment_period'),
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gte', models.ExpressionWrapper(django.db.models.expressions.CombinedExpression(models.F('valid_from'), '-', models.Value(datetime.timedelta(days=1))), output_field=models.DateTimeField())), _connector='OR'), name='role_period'),
        ),
    ]
