"""Who is a person's GP, as a register says it, behind one interface: `gp_register`.

`flr` asks Fastlegeregisteret over SOAP; `gp_file` reads a list the office exported, for offices without access to the register.
Failures are `RegisterUnavailable` of people.registers. Set-up: docs/registers.md.
"""
