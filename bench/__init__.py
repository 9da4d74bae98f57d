"""Figures of the hub: what is measured, how, and what came of it; see docs/performance.md."""
