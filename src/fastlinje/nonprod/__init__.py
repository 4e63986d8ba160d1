"""For demo, development and tests only: the cast, generators, look-alikes of the outside world. Never installed in production."""
