import uuid

import django.db.models.deletion
from django.db import migrations, models

from accord.record.append_only import append_only


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField(unique=True)),
                ("clause", models.CharField(max_length=20)),
                ("base_version", models.PositiveIntegerField()),
                ("base", models.JSONField()),
                ("content", models.JSONField()),
                ("reason", models.CharField(max_length=500)),
                ("state", models.CharField(default="draft", max_length=20)),
                ("version", models.PositiveIntegerField(default=1)),
                ("by", models.UUIDField()),
                ("by_name", models.CharField(max_length=120)),
                ("by_side", models.CharField(max_length=10)),
                ("at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("proposed_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-number"],
                "indexes": [models.Index(fields=["clause", "state"], name="charter_pro_clause_c72c1a_idx")],
            },
        ),
        migrations.CreateModel(
            name="ClauseVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clause", models.CharField(max_length=20)),
                ("number", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("since", models.DateTimeField()),
                ("entry", models.PositiveIntegerField(null=True, unique=True)),
                (
                    "proposal",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="charter.proposal",
                    ),
                ),
            ],
            options={
                "ordering": ["clause", "number"],
                "constraints": [models.UniqueConstraint(fields=("clause", "number"), name="one_text_per_version")],
            },
        ),
        migrations.CreateModel(
            name="ClauseSigned",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("side", models.CharField(max_length=10)),
                ("person", models.UUIDField()),
                ("name", models.CharField(max_length=120)),
                ("role", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                ("method", models.CharField(max_length=20)),
                ("content", models.CharField(max_length=64)),
                ("signature", models.JSONField()),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="charter.proposal",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "signatures of clauses",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("proposal", "version", "side"), name="a_side_signs_a_clause_once"),
                    models.UniqueConstraint(
                        fields=("proposal", "version", "person"), name="a_person_signs_a_clause_once"
                    ),
                ],
            },
        ),
        append_only("charter_clausesigned"),
        append_only("charter_clauseversion"),
    ]
