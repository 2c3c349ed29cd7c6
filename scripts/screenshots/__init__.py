"""The pictures of the tutorials: photographs of our own pages, sketches of a forge's."""
