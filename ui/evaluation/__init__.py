"""测评: one or two runs of ``policyqa eval run``, shown."""
