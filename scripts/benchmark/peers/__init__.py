"""The generators that are measured beside ours: one module each, one protocol."""
