from django.db import migrations

from fastlinje.audit.policies import Policy, Protect
from fastlinje.core.actor import Capacity

PRICES = [
    Policy(Capacity.CITIZEN, "select"),
    Policy(Capacity.STAFF, "select"),
    Policy(Capacity.ADMIN, "select"),
    Policy(Capacity.OPERATOR, "select, insert, update (valid_to)"),
    Policy(Capacity.JOB, "select, insert, update (valid_to)"),
]


class Migration(migrations.Migration):
    dependencies = [("tariffs", "0001_initial"), ("audit", "0002_jobs")]
    operations = [Protect("Tariff", PRICES), Protect("Exemption", PRICES)]
