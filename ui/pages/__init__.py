"""The workbench's pages, one a module; each has a ``build`` that lays the page out and wires its events."""
