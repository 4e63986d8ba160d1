"""A whole conversation for the journal: as a tagged PDF and as plain text, from one frozen description without models."""
