"""Indexes for the lists of who is worked with and who waits to be screened, as makemigrations writes them."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('nominations', '0001_initial'),
        ('people', '0001_initial'),
        ('runs', '0002_standing'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='listing',
            index=models.Index(condition=models.Q(('ended_on', None)), fields=['-listed_on', 'id'], name='listing_standing'),
        ),
        migrations.AddIndex(
            model_name='nomination',
            index=models.Index(condition=models.Q(('state', 'decided'), _negated=True), fields=['id'], name='nomination_waiting'),
        ),
    ]
