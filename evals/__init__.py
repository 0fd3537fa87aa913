"""Scripted conversations and benchmarks."""
