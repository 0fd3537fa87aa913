"""Signals to life events to needs: window, probability, evidence."""
