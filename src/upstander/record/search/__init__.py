"""Search: words and names of reports and cases, found for those who may see them."""
