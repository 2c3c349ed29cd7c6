"""Signatures: who signed what, with which key, and whether that key may."""
