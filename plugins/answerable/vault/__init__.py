"""Pages that only those with a password can read: StatiCrypt's format, and ``lock1``, our own."""
