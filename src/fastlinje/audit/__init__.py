"""Owns the record of every act and every reading of health content, and the one way to act: `@command`.

Words: *AuditEvent* (FHIR) one act or reading; *seal* a hash over a batch of events; *gate* the function a transaction enters by.
"""
