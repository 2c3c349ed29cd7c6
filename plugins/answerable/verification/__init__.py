"""What became of every answer: in a feedback folder, and in a site from its files alone."""
