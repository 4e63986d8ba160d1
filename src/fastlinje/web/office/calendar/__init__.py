"""The office's own time: the calendar, those who have an hour in it, those who ask for one, and how the weeks are arranged."""
