"""How many return codes may be tried: a small bucket of tries for each network address and each reference."""

from upstander.faces.kit.limits import Bucket, try_again_in

__all__ = ["BY_ADDRESS", "BY_REFERENCE", "Bucket", "try_again_in"]

BY_ADDRESS = Bucket("address", 20, 15)
BY_REFERENCE = Bucket("reference", 6, 120)
