"""Customers played by a model: a goal, a hidden state, and whether they stayed in the part."""

from evals.simulation.endpoint import Endpoint, EndpointFailed
from evals.simulation.persona import Persona, load_personas
from evals.simulation.running import Simulation, Simulator, simulated

__all__ = [
    "Endpoint",
    "EndpointFailed",
    "Persona",
    "Simulation",
    "Simulator",
    "load_personas",
    "simulated",
]
