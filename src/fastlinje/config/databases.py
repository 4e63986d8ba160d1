"""Which connection may do what."""


class OwnerMigrates:
    """Tables are made by the owner only; the web and worker logins own nothing."""

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool:
        return db == "owner"
