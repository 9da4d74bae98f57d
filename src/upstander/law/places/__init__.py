"""Turn a place - a postcode, an outcode, a district - into the police force whose area it lies in."""

from upstander.law.places.forces import Force, UnknownForce, all_forces, force, forces
from upstander.law.places.lookup import Candidate, Resolution, resolve

__all__ = ["Candidate", "Force", "Resolution", "UnknownForce", "all_forces", "force", "forces", "resolve"]
