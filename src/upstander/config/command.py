"""The `upstander` command: one file in config/commands for each verb."""

import argparse
import importlib
import os
import pkgutil
import sys
from types import ModuleType

from upstander import __version__
from upstander.config import commands


def main(argv: list[str] | None = None) -> int:
    """Run the verb named on the command line and return its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upstander.config.settings")
    words = list(sys.argv[1:] if argv is None else argv)
    modules = {_name_of(info.name): info.name for info in pkgutil.iter_modules(commands.__path__)}
    parser = argparse.ArgumentParser(prog="upstander", description="The software an online hate crime hub runs on.")
    parser.add_argument("--version", action="version", version=f"upstander {__version__}")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    asked = next((word for word in words if word in modules), None)
    for verb, file in sorted(modules.items()):
        # Only the verb that is asked for is loaded whole: `upstander where` must not start Django.
        if asked not in (None, verb):
            verbs.add_parser(verb)
            continue
        module = importlib.import_module(f"{commands.__name__}.{file}")
        _add(verbs, verb, module)
    args = parser.parse_args(words)
    try:
        code = int(args.run(args) or 0)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read it has seen enough, as `| head` has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


def _name_of(file: str) -> str:
    """Return the verb of a command file: `import_reports` is `import`, which no Python file can be called."""
    return {"import_reports": "import"}.get(file, file.replace("_", "-"))


def _add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", verb: str, module: ModuleType) -> None:
    summary = (module.__doc__ or "").strip().splitlines()[0]
    parser = verbs.add_parser(verb, help=summary, description=module.__doc__)
    module.add_arguments(parser)
    parser.set_defaults(run=module.run)


def start_django() -> None:
    """Set Django up for a command that needs the database. What a command reads, the hub itself reads."""
    import django

    django.setup()
    from upstander.record.fence.viewer import HUB, whole_process

    whole_process(HUB)


if __name__ == "__main__":
    sys.exit(main())
