"""The part of the manual that is written from the code."""
