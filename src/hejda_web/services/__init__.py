"""Machines that act: service tokens, what each may do, where, for what, until when."""
