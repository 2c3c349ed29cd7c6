"""From the feedback folder to the files of the site, no more of them than a change needs."""
