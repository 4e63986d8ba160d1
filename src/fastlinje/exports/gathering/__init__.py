"""Everything stored about a person as plain data: dicts, lists, texts and moments in ISO 8601. Run as a job, inside `reading`.

A job sees all, so what is shielded is left out here, by the same rule as the policies': dialogue.py, appointments.py.
"""
