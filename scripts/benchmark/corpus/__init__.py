"""The content that is measured: threads as values, and a project of them on the disk."""
