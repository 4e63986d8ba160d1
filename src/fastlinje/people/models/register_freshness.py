from django.db import models


class RegisterFreshness(models.Model):
    """When what is stored on one subject was known to be so: an answer older than this would undo something newer.

    subject  as a source names what it covers, e.g. "children"
    """

    subject = models.CharField(primary_key=True, max_length=30)
    fetched_at = models.DateTimeField()
