"""Tests of the repository itself: its layout, its pins and the documents it ships."""
