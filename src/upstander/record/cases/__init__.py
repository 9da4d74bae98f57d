"""Reports and cases, who holds which, and who may see them."""
