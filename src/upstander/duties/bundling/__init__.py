"""Bundling: suggest which reports are about one matter; join and leave apart without loss."""
