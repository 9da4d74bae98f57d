"""How to sign in to the demo: one password, one second factor, several roles."""

PASSWORD = "upstander-demo-only"  # noqa: S105 - demo accounts exist in demo mode alone
SECRET = "UPSTANDERDEMOONLYUPSTANDERDEMO23"  # noqa: S105
DOMAIN = "demo.example"


def sign_in_help() -> str:
    """Return the lines that tell how to sign in."""
    rows = [
        (f"officer1@{DOMAIN}", "hub officer (officer2 to officer5 as well)"),
        (f"inspector@{DOMAIN}", "supervisor, who signs off"),
        (f"senior@{DOMAIN}", "senior investigator"),
        (f"west@{DOMAIN}", "officer of a local force"),
        (f"auditor@{DOMAIN}, admin@{DOMAIN}", "auditor, administrator"),
    ]
    people = "\n".join(f"      {email:38} {what}" for email, what in rows)
    code = "shown on the page that asks for it (demo only)"
    return f"{people}\n    Password for all:    {PASSWORD}\n    Six-digit code:      {code}\n"
