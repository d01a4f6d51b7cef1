"""The doors other services' clients come in by, each tried with those very clients against a running service."""
