"""The demo: a believable day in a hub, made by calling the same actions that people call."""
