"""How the office arranges its time: what can be booked, whose week looks how, who is away, and making the times."""
