"""A conversation as staff see it: one module per thing one can do with it."""
