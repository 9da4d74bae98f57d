"""The pages of oversight: administrators keep accounts, auditors read the journal; neither reads a case."""
