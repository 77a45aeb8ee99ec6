"""A search by name and year of birth reads those born that year, not everybody."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='identity',
            index=models.Index(fields=['birth_date'], name='people_identity_born'),
        ),
        migrations.AddIndex(
            model_name='identity',
            index=models.Index(condition=models.Q(('birth_date', None)), fields=['personal_number'], name='people_identity_undated'),
        ),
    ]
