"""Faces of other packages over bodycopy, one file or folder a package.

``trafilatura`` and ``newspaper`` stand in for the packages of these names and do without them;
the others plug into theirs, and need it.
"""
