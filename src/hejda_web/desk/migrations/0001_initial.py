"""What the pages of the day remember, as makemigrations writes it."""
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_duty_desk'),
    ]

    operations = [
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('day', models.DateField()),
                ('seen_at', models.DateTimeField()),
                ('before', models.DateTimeField(null=True)),
            ],
        ),
    ]
