from django.db import models


class RegisterRound(models.Model):
    """How the last round of questions to a register went: when, and to how many. Nothing about anybody (AD-19).

    source         who answered: "file", "service", "document", several with commas; "" in rounds older than this field
    no_answer      people the register gave no usable answer on; they keep what they have
    disagreements  places where two sources differed; the narrower counts
    error          the last reason for no answer, without content; "" when all were answered
    """

    register = models.CharField(primary_key=True, max_length=20)
    at = models.DateTimeField()
    source = models.CharField(max_length=60, blank=True)
    changed = models.PositiveIntegerField()
    same = models.PositiveIntegerField()
    no_answer = models.PositiveIntegerField()
    disagreements = models.PositiveIntegerField()
    error = models.CharField(max_length=300, blank=True)
