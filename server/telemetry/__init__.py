"""What those who run the service can see of it: numbers only, never what was asked."""
