"""A person's appointments: find a free time, hold it, book it, move it, cancel it; ask for one; wait for an earlier one."""
