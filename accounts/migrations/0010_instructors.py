"""Instructors and authors are groups, and who has a code becomes an instructor."""

import django.core.validators
import django.utils.timezone
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import accounts.models


def make_groups(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Those of ``accounts.people.roles``: an administrator sees in the admin that there are two."""
    for name in ("instructor", "author"):
        apps.get_model("auth", "Group").objects.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_browsers"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="InstructorInvitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code_hash", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "email",
                    models.EmailField(
                        blank=True,
                        help_text="For whom it is, as a note. No mail is sent.",
                        max_length=254,
                        verbose_name="e-mail",
                    ),
                ),
                (
                    "uses",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="How many people can use it.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1000),
                        ],
                    ),
                ),
                ("used", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("created", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("expires", models.DateTimeField(default=accounts.models.in_a_fortnight)),
                ("revoked", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "invitation of instructors",
                "verbose_name_plural": "invitations of instructors",
                "ordering": ["-created"],
            },
        ),
        migrations.RunPython(make_groups, migrations.RunPython.noop),
    ]
