"""The sample bank: seeded feeds of an invented town, as any other bank would write them."""

from graph.sample.demo import DemoCustomer, demo_customers
from graph.sample.writing import write_sample

__all__ = ["DemoCustomer", "demo_customers", "write_sample"]
