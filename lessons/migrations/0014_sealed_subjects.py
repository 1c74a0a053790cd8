from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from accounts.sealing import SealedTextField, mark_of, sealed


def seal(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    users = apps.get_model("lessons", "LtiUser").objects
    for key, platform, subject in users.values_list("pk", "platform", "subject"):
        users.filter(pk=key).update(
            subject=sealed(subject), subject_hash=mark_of("lti", platform, subject)
        )
    keys = apps.get_model("lessons", "LtiKey").objects
    for key, private in keys.values_list("pk", "private"):
        keys.filter(pk=key).update(private=sealed(private))


class Migration(migrations.Migration):
    dependencies = [
        ("lessons", "0013_seating"),
    ]

    operations = [
        migrations.RemoveConstraint("ltiuser", "one_lti_user_per_subject"),
        migrations.AlterField("ltiuser", "subject", models.TextField()),
        migrations.AddField(
            "ltiuser",
            "subject_hash",
            models.CharField(default="", editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.RunPython(seal),
        migrations.AlterField("ltiuser", "subject", SealedTextField()),
        migrations.AlterField("ltikey", "private", SealedTextField(verbose_name="private key")),
        migrations.AddConstraint(
            "ltiuser",
            models.UniqueConstraint(fields=("platform", "subject_hash"), name="one_lti_user_per_subject"),
        ),
    ]
