"""From when a head's account signs again that somebody else opened."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0001_start")]

    operations = [
        migrations.AddField("person", "signs_from", models.DateTimeField(null=True)),
        migrations.AddField("person", "rests_since", models.CharField(blank=True, default="", max_length=300)),
    ]
