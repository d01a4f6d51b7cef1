"""What is measured of a response, one concept a file; each docstring states formula and source."""
