import django.db.models.deletion
from django.db import migrations, models

import policies.fields


class Migration(migrations.Migration):
    """Keep the start in a row of its own."""

    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Start",
            fields=[
                (
                    "organization",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="accounts.organizationrecord",
                    ),
                ),
                ("document", policies.fields.OrderedJSONField()),
            ],
        ),
        migrations.RunSQL(
            "INSERT INTO accounts_start (organization_id, document) "
            "SELECT id, start FROM accounts_organizationrecord",
            migrations.RunSQL.noop,
        ),
        migrations.RemoveField(model_name="organizationrecord", name="start"),
    ]
