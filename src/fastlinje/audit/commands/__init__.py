"""What operators do to the work behind the scenes."""
