"""A person's own settings: addresses for notices, and consent."""
