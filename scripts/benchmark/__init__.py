"""The benchmark: what a site of many threads costs, ours and other generators' side by side."""
