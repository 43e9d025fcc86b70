from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("record", "0002_signed")]

    operations = [
        migrations.AlterModelOptions(name="activity", options={"ordering": ["-id"], "verbose_name_plural": "activity"}),
    ]
