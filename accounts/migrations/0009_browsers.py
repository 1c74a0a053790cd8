"""A visitor's secrets become rows of their own: a person may have several browsers."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def keep_keys(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Everybody stays known by the cookie that they have."""
    visitors, keys = apps.get_model("accounts", "Visitor"), apps.get_model("accounts", "VisitorKey")
    keys.objects.bulk_create(
        (
            keys(
                visitor=visitor,
                token_hash=visitor.token_hash,
                created=visitor.created,
                last_seen=visitor.last_seen,
            )
            for visitor in visitors.objects.iterator()
        ),
        batch_size=1000,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_mfa_device_tags"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "bucket",
                    models.CharField(editable=False, max_length=64, primary_key=True, serialize=False),
                ),
                ("since", models.DateTimeField(db_index=True)),
                ("count", models.PositiveIntegerField()),
            ],
            options={"verbose_name_plural": "tallies"},
        ),
        migrations.CreateModel(
            name="VisitorKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("browser", models.CharField(blank=True, help_text="Firefox on Linux, …", max_length=40)),
                ("session", models.CharField(blank=True, editable=False, max_length=40)),
                ("created", models.DateTimeField(default=django.utils.timezone.now)),
                ("last_seen", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "visitor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="keys",
                        to="accounts.visitor",
                    ),
                ),
            ],
            options={"ordering": ["-last_seen", "-pk"]},
        ),
        migrations.RunPython(keep_keys, migrations.RunPython.noop),
        migrations.RemoveField(model_name="visitor", name="token_hash"),
        migrations.AddField(
            model_name="visitor",
            name="phrase_hash",
            field=models.CharField(editable=False, max_length=64, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="visitor", name="phrase_made", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="visitor",
            name="user",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="visitor",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
