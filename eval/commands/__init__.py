"""The commands of `policyqa eval`, one a file."""
