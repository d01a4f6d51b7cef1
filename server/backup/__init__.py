"""A library in one file, and back: the snapshot in use, what was uploaded, earlier versions, and the records."""
