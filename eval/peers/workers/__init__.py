"""One program a peer, run by the Python of that peer's own environment.

Nothing here imports more than the standard library and the one peer, so that no version of ours is forced on it.
"""
