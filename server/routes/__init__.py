"""The HTTP operations, one group a file; each is built for a service."""
