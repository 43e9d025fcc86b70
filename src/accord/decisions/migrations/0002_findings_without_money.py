"""The number of a finding without money, in its own unit."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("decisions", "0001_start")]

    operations = [
        migrations.AddField("published", "measured_as", models.CharField(blank=True, default="", max_length=120)),
        migrations.AddField("published", "measured_unit", models.CharField(blank=True, default="", max_length=10)),
        migrations.AddField("published", "measured_low", models.FloatField(null=True)),
        migrations.AddField("published", "measured_mid", models.FloatField(null=True)),
        migrations.AddField("published", "measured_high", models.FloatField(null=True)),
    ]
