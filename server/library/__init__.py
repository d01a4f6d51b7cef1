"""Changes of the library while it is served: uploads, deletions, corrections, snapshots, and versions compared."""
