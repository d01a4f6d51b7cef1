"""An enterprise against the clauses of its region: what fits, what does not, what cannot be told."""
