"""`make bench`: how fast a library is searched, against what no search can do without, and how that grows."""
