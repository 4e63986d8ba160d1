"""After a key was rotated: move what was written with older keys to the newest one, while the product serves.

Done by the owner of the tables, since no capacity of the product may rewrite messages. Interrupted, it goes on where it was.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connections, models, transaction

from fastlinje.config.trouble import Trouble
from fastlinje.core.crypto import Ring, Undecryptable
from fastlinje.core.sealed import SealedTextField
from fastlinje.dialogue.files.store import FileMissing, FileStore
from fastlinje.people.models import Login, Person
from fastlinje.practices.models import Patient, PractitionerIdentity

OWNER = "owner"
BATCH = 500
Say = Callable[[str], None]
Column = tuple[type[models.Model], SealedTextField]


def sealed_columns() -> list[Column]:
    """Every column of every table that holds encrypted content."""
    return [
        (model, field)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, SealedTextField) and model._meta.managed
    ]


def reseal_rows(ring: Ring, say: Say) -> int:
    """Encrypt every row anew that is not under the newest content key; returns how many were."""
    moved = 0
    for column in sealed_columns():
        in_column = sum(_reseal_batch(column, batch, ring) for batch in _old_rows(column, ring))
        if in_column:
            say(f"{column[0]._meta.db_table}.{column[1].column}: {in_column}")
        moved += in_column
    return moved


def reseal_files(store: FileStore, key_made_at: datetime) -> int:
    """Encrypt every file anew that was stored before the newest key was made; returns how many were."""
    moved = 0
    for file_id in list(store.ids_older_than(key_made_at)):
        try:
            store.put(file_id, store.get(file_id))
        except FileMissing:  # swept meanwhile
            continue
        except Undecryptable:
            raise _unreadable("file", file_id) from None
        moved += 1
    return moved


def reindex(content: Ring, index: Ring, say: Say) -> None:
    """Find people by the newest index key: fill the second column for everybody, then let it be the first.

    Whoever logs in meanwhile is found by either. Operators' numbers are not stored: they move at their next log-in.
    """
    for model in (Person, PractitionerIdentity):
        filled = _each_number(model, content, _fill_next, index)
        say(f"{model._meta.db_table}: {filled}")
    with transaction.atomic(using=OWNER):
        for model in (Person, PractitionerIdentity):
            rows = model.objects.using(OWNER).filter(next_national_id_index__isnull=False)
            rows.update(national_id_index=models.F("next_national_id_index"), next_national_id_index=None)
        _follow_logins()
    patients = _each_number(Patient, content, _replace, index)
    say(f"{Patient._meta.db_table}: {patients}")


def _old_rows(column: Column, ring: Ring) -> Iterator[list[tuple[UUID, bytes]]]:
    model, field = column
    table, pk, name = model._meta.db_table, model._meta.pk.column, field.column
    after = UUID(int=0)
    while True:
        with connections[OWNER].cursor() as cursor:
            cursor.execute(
                f"select {pk}, {name} from {table} where {pk} > %s and substring({name} from 2 for 4) <> %s"  # noqa: S608 ours
                f" order by {pk} limit {BATCH}",
                [after, ring.current],
            )
            rows = [(key, bytes(sealed)) for key, sealed in cursor.fetchall()]
        if not rows:
            return
        after = rows[-1][0]
        yield rows


def _reseal_batch(column: Column, rows: list[tuple[UUID, bytes]], ring: Ring) -> int:
    """One transaction. A row that somebody changed since it was read is left: it was written with the newest key."""
    model, field = column
    table, pk, name = model._meta.db_table, model._meta.pk.column, field.column
    moved = 0
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        for key, sealed in rows:
            try:
                anew = ring.seal(ring.open(sealed, label=field.label, pk=key), label=field.label, pk=key)
            except Undecryptable:
                raise _unreadable(table, key) from None
            cursor.execute(f"update {table} set {name} = %s where {pk} = %s and {name} = %s", [anew, key, sealed])  # noqa: S608
            moved += cursor.rowcount
    return moved


def _each_number(model: type[models.Model], content: Ring, write: Callable[[Any, bytes], None], index: Ring) -> int:
    written, after = 0, UUID(int=0)
    while rows := list(model.objects.using(OWNER).filter(pk__gt=after).order_by("pk")[:BATCH]):
        for row in rows:
            digest = index.digest(row.national_id)
            if bytes(row.national_id_index) != digest:
                write(row, digest)
                written += 1
        after = rows[-1].pk
    return written


def _fill_next(row: Any, digest: bytes) -> None:
    row.next_national_id_index = digest
    row.save(using=OWNER, update_fields=["next_national_id_index"])


def _replace(row: Any, digest: bytes) -> None:
    row.national_id_index = digest
    row.save(using=OWNER, update_fields=["national_id_index"])


def _follow_logins() -> None:
    """A log-in is found by the number of its person or its practitioner."""
    people, practitioners = Person._meta.db_table, PractitionerIdentity._meta.db_table
    for source, link in ((people, "l.person_id = s.id"), (practitioners, "s.login_id = l.id")):
        with connections[OWNER].cursor() as cursor:
            cursor.execute(
                f"update {Login._meta.db_table} l set national_id_index = s.national_id_index from {source} s"  # noqa: S608 ours
                f" where {link} and l.national_id_index <> s.national_id_index"
            )


def _unreadable(what: str, which: UUID) -> Trouble:
    return Trouble(f"{what} {which} opens with no key here: put the missing key back from the keys folder's backup.")
