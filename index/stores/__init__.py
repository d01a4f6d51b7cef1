"""Where vectors and terms are kept and searched, each behind positions 0…n-1."""
