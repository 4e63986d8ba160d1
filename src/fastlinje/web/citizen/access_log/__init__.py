"""The log of who has seen and done what: the page, its filters, and copies of it to keep."""
