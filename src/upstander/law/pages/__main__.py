"""Write the pages of docs/law."""

from upstander.law.pages import write

if __name__ == "__main__":
    for path in write():
        print(path)  # noqa: T201
