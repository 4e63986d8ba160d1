"""Row-level security as a declarative migration operation: who may do what with a table, one policy per role."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.migrations.operations.base import Operation

from fastlinje.core.actor import Capacity

# What policies compare with: settings the gate has stated for this transaction. The sub-select makes each a constant of the plan.
SELF = "(select nullif(current_setting('fastlinje.self', true), '')::uuid)"
LOGIN = "(select nullif(current_setting('fastlinje.login', true), '')::uuid)"
PRACTICE = "(select nullif(current_setting('fastlinje.practice', true), '')::uuid)"
PRACTITIONER = "(select nullif(current_setting('fastlinje.practitioner', true), '')::uuid)"


def _any_of(*settings: str) -> str:
    """One of the ids that settings list, taken apart once for each query.

    The outer cast says that an array is meant and not rows; alone it would be made anew for each row.
    """
    listed = [f"nullif(current_setting('{setting}', true), '')" for setting in settings]
    text = listed[0] if len(listed) == 1 else f"concat_ws(',', {', '.join(listed)})"
    return f"any ((select string_to_array({text}, ',')::uuid[])::uuid[])"


PERSONS_DIALOGUE = _any_of("fastlinje.persons_dialogue")
PERSONS_APPOINTMENTS = _any_of("fastlinje.persons_appointments")
PERSONS_EITHER = _any_of("fastlinje.persons_dialogue", "fastlinje.persons_appointments")
PERSONS_CONSENT = _any_of("fastlinje.persons_consent")
PRACTICES = _any_of("fastlinje.practices")


@dataclass(frozen=True)
class Policy:
    """What one capacity may do with the rows of one table.

    grants  SQL privileges, e.g. "select, insert, update (status)"
    using   SQL over the row that says which rows exist for this capacity
    check   SQL a written row must satisfy; `using` when left out
    insert  SQL a new row must satisfy, where that is more than a changed one must
    """

    capacity: Capacity
    grants: str
    using: str = "true"
    check: str | None = None
    insert: str | None = None

    def statements(self, table: str) -> Iterator[str]:
        """The policies, at most one for each command, since two for one command would be OR-ed."""
        role, check = self.capacity.database_role, self.check or self.using
        if self.insert is None:
            yield f"create policy {self.capacity} on {table} to {role} using ({self.using}) with check ({check})"
            return
        yield f"create policy {self.capacity} on {table} for select to {role} using ({self.using})"
        yield f"create policy {self.capacity}_insert on {table} for insert to {role} with check ({self.insert})"
        yield f"create policy {self.capacity}_update on {table} for update to {role} using ({self.using}) with check ({check})"

    def names(self) -> tuple[str, ...]:
        """Every name `statements` may use."""
        return (str(self.capacity), f"{self.capacity}_insert", f"{self.capacity}_update")


class Protect(Operation):
    """Switch row-level security on for a model's table and state its policies. A role without a policy has no access at all."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, model_name: str, policies: list[Policy]):
        self.model_name = model_name
        self.policies = policies

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        table = schema_editor.quote_name(to_state.apps.get_model(app_label, self.model_name)._meta.db_table)
        schema_editor.execute(f"alter table {table} enable row level security")
        for policy in self.policies:
            role = policy.capacity.database_role
            self._drop(schema_editor, table, policy)
            schema_editor.execute(f"grant {policy.grants} on {table} to {role}")
            for statement in policy.statements(table):
                schema_editor.execute(statement)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        table = schema_editor.quote_name(to_state.apps.get_model(app_label, self.model_name)._meta.db_table)
        for policy in self.policies:
            self._drop(schema_editor, table, policy)

    @staticmethod
    def _drop(schema_editor, table, policy):
        for name in policy.names():
            schema_editor.execute(f"drop policy if exists {name} on {table}")
        schema_editor.execute(f"revoke all on {table} from {policy.capacity.database_role}")

    def describe(self):
        return f"Protect {self.model_name} by row-level security"
