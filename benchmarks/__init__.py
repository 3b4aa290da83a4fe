"""Measurements that hold the site to its targets; run by hand, each prints a Markdown table."""
