"""Issues and pull requests of a forge, over its REST API."""
