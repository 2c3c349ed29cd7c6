"""Answerable: customers' comments and signed replies as a public site."""
