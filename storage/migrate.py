"""`python -m storage.migrate [--database-url URL]`: bring a database to the newest tables.

For PostgreSQL, whose operator decides when; an SQLite file is migrated whenever it is opened.
"""

import argparse
import os
import sys
from collections.abc import Sequence

from storage.database import connect, migrate
from storage.errors import StorageError

DEFAULT_URL = "sqlite:///data/news.db"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit status is 0, or 1 with one line on standard error."""
    parser = argparse.ArgumentParser(prog="python -m storage.migrate", description="Migrate the database.")
    parser.add_argument(
        "--database-url",
        default=os.environ.get("DATABASE_URL", DEFAULT_URL),
        help=f"an SQLAlchemy URL (default: DATABASE_URL of the environment, else {DEFAULT_URL})",
    )
    url = parser.parse_args(arguments).database_url
    try:
        database = connect(url)
        migrate(database)
    except StorageError as error:
        print(error, file=sys.stderr)
        return 1
    database.close()
    print(f"{database.name} has the newest tables")
    return 0


if __name__ == "__main__":
    sys.exit(main())
