"""Owns the appointment book: what can be booked, when people work, the free times, bookings, requests and the waiting list.

Words: *Schedule*, *Slot*, *Appointment* are FHIR's. An *AppointmentService* is ours: what a person books, with its length and
rules. A *Publication* is one run that turned weekly templates into slots. A *Hold* keeps a slot for somebody for five minutes.
"""
