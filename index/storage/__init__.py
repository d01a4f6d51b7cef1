"""Where the snapshots of a library keep what is searched: beside the library on this machine, or in an engine."""
