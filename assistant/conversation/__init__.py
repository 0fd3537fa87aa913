"""One turn: understand, act, compose, verify."""
