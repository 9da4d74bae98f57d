"""Play one scene under the real settings and print, as JSON, what it saw: `python -m tests.harness.play SCENE JSON`."""

import importlib
import json
import os
import sys


def main() -> None:
    """Set Django up and play."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upstander.config.settings")
    name = sys.argv[1]
    scene = importlib.import_module(name if "." in name else f"tests.harness.scenes.{name}")
    said = json.loads(sys.argv[2])
    import django

    django.setup()
    from upstander.record.fence.viewer import HUB, whole_process

    whole_process(HUB)
    _warm()
    print(json.dumps(scene.play(**said)))


def _warm() -> None:
    """Load once what every forked child would load again: the handlers and the command's verbs."""
    from django.utils.module_loading import autodiscover_modules

    for verb in ("check", "work"):
        importlib.import_module(f"upstander.config.commands.{verb}")
    autodiscover_modules("due")


if __name__ == "__main__":
    main()
