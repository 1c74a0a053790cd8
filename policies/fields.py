import json

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class OrderedJSONField(models.TextField):
    """JSON kept as text, since PostgreSQL's ``jsonb`` forgets the order of an object's members.

    Only what JSON itself can say: anything else would come back as something else.
    """

    def from_db_value(self, value: str | None, expression: object, connection: BaseDatabaseWrapper) -> object:
        return None if value is None else json.loads(value)

    def to_python(self, value: object) -> object:
        return json.loads(value) if isinstance(value, str) else value

    def get_prep_value(self, value: object) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def value_to_string(self, obj: models.Model) -> str | None:
        return self.get_prep_value(self.value_from_object(obj))
