"""Measures an import: ``python -m bench.import_areas FOLDER DSN``, into a migrated database, twice.

Prints seconds and the peak memory of this process in megabytes; the server's is not counted.
"""

import asyncio
import resource
import sys
import time
from pathlib import Path

from infra.postgres.connections import open_pool
from infra.postgres.roster_import import import_directory


async def measure(folder: Path, dsn: str) -> None:
    """Import a folder, then import it again."""
    async with await open_pool(dsn) as pool:
        for attempt in ("first import", "the same again"):
            start = time.perf_counter()
            report = await import_directory(pool, folder)
            took = time.perf_counter() - start
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"{attempt}: {took:.1f} s, peak {peak:.0f} MB")
            print("\n".join(f"  {change}" for change in report.changes))


if __name__ == "__main__":
    asyncio.run(measure(Path(sys.argv[1]), sys.argv[2]))
