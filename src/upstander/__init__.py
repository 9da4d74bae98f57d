"""Upstander: the software that an online hate crime hub runs on."""

__version__ = "0.1.0"
