from django.db import models

from .person import Person


class Login(models.Model):
    """One identity at one provider. The same person as citizen and as staff has two, which never merge (AD-22)."""

    class Kind(models.TextChoices):
        CITIZEN = "citizen"
        STAFF = "staff"

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    national_id_index = models.BinaryField(max_length=32)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    last_login_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "national_id_index"], name="one_login_per_kind_and_person"),
            models.CheckConstraint(
                condition=models.Q(kind="citizen", person__isnull=False) | models.Q(kind="staff", person__isnull=True),
                name="a_citizen_login_is_a_person",
            ),
        ]


class Session(models.Model):
    """One log-in, kept on the server; the browser holds a key whose SHA-256 is `key_hash`. Only the gate reads it.

    subject_id  whom a citizen acts for; empty for themselves. Checked against the representations on every request
    face  "citizen", or "staff" for everybody who logs in for work: the gate decides what staff become on which pages
    """

    id = models.UUIDField(primary_key=True)
    login = models.ForeignKey(Login, on_delete=models.PROTECT)
    face = models.CharField(max_length=10, choices=[("citizen", "citizen"), ("staff", "staff")])
    key_hash = models.BinaryField(max_length=32, unique=True)
    issuer = models.CharField(max_length=200)
    sid = models.CharField(max_length=200, blank=True)
    acr = models.CharField(max_length=60)
    amr = models.CharField(max_length=200, blank=True)
    auth_time = models.DateTimeField()
    practice_id = models.UUIDField(null=True)
    subject_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    idle_minutes = models.PositiveSmallIntegerField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["issuer", "sid"], name="session_by_sid", condition=models.Q(ended_at__isnull=True)),
            models.Index(fields=["login"], name="session_by_login"),
        ]


class LogoutToken(models.Model):
    """The `jti` of a back-channel logout token already used (AD-44)."""

    issuer = models.CharField(max_length=200)
    jti = models.CharField(max_length=200)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "jti"], name="logout_token_used_once")]
