"""Tests of the advice on offences, and the worked cases it is held to."""
