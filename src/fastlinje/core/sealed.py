"""Model fields whose content is encrypted before it reaches the database."""

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models.query_utils import DeferredAttribute


class _SealedAttribute(DeferredAttribute):
    """Opens the sealed bytes when somebody reads the attribute, not before: a list that shows no text decrypts none."""

    def __get__(self, instance: models.Model | None, owner: type | None = None) -> Any:
        value = super().__get__(instance, owner)
        if isinstance(value, bytes | memoryview):
            value = instance.__dict__[self.field.attname] = self.field.opened(value, instance.pk)
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedTextField(models.BinaryField):
    """Text stored as AES-256-GCM bound to its column and its row's primary key.

    label  names the column for all time, e.g. "dialogue.communication.text"; changing it makes old rows unreadable
    """

    descriptor_class = _SealedAttribute

    def __init__(self, *args: Any, label: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.label = label

    def deconstruct(self) -> tuple:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "label": self.label}

    def opened(self, sealed: bytes | memoryview, pk: UUID) -> Any:
        """What a sealed value of the row with this key says, for queries that make no objects of their rows."""
        return self.parse(settings.CONTENT_RING.open(bytes(sealed), label=self.label, pk=pk))

    def parse(self, content: bytes) -> Any:
        return content.decode()

    def serialise(self, value: Any) -> bytes:
        return value.encode()

    def pre_save(self, instance: models.Model, add: bool) -> bytes | None:
        value = instance.__dict__.get(self.attname)
        if value is None or isinstance(value, bytes | memoryview):
            return value
        return settings.CONTENT_RING.seal(self.serialise(value), label=self.label, pk=instance.pk)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is not None and not isinstance(value, bytes | memoryview):
            raise TypeError(f"{self.label} must be saved through its row, so that it is sealed")
        return super().get_db_prep_value(value, connection, prepared)


class SealedJSONField(SealedTextField):
    """JSON stored as SealedTextField stores text."""

    def parse(self, content: bytes) -> Any:
        return json.loads(content)

    def serialise(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
