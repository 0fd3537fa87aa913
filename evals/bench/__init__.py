"""Benchmarks: each prints a table for people and gives the same as JSON."""
