"""Allocation: which force; offer, accept, dispute, hand on."""
