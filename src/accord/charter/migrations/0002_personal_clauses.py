"""What hides the text of a personal clause in the signed record."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("charter", "0001_start")]

    operations = [
        migrations.AddField("proposal", "salt", models.CharField(blank=True, default="", max_length=64)),
    ]
