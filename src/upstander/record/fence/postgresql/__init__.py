"""Django's PostgreSQL backend, which tells each connection through whose eyes it is used."""
