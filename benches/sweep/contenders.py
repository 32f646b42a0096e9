"""NumPy and PyArrow as a contender of the bench of sweeps: contenders.py [--quick] PROCESSES FOLDER prints a line of JSON."""

import json
import multiprocessing
import os
import resource
import sys
import time

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

STEPS = 100_000 if "--quick" in sys.argv else 1_000_000
CURVES = 200
SCHEMA = pa.schema([("configuration", pa.int32()), ("step", pa.int32()), ("lr", pa.float64())])
ENCODING = {"configuration": "DELTA_BINARY_PACKED", "step": "DELTA_BINARY_PACKED", "lr": "BYTE_STREAM_SPLIT"}
*_, processes, folder = sys.argv


def part(first):
    """A file of four curves."""
    path = os.path.join(folder, f"part-{first}.parquet")
    step = np.arange(STEPS, dtype=np.int32)
    options = {"use_dictionary": False, "column_encoding": ENCODING, "compression": "snappy"}
    with pq.ParquetWriter(path, SCHEMA, **options) as out:
        for k in range(first, first + 4):
            warmup = 100 + 100 * (k % 100)
            lr = np.empty(STEPS)
            lr[:warmup] = step[:warmup] * (1e-3 / warmup)
            t = (step[warmup:] - warmup) / (STEPS - warmup)
            lr[warmup:] = 1e-3 * (0.1 + 0.45 * (1 + np.cos(np.pi * t)))
            table = pa.table([np.full(STEPS, k, dtype=np.int32), step, lr], schema=SCHEMA)
            out.write_table(table, row_group_size=262_144)


def peak(who):
    return resource.getrusage(who).ru_maxrss * 1024


if __name__ == "__main__":
    start = time.perf_counter()
    parts = range(0, CURVES, 4)
    if processes == "1":
        for first in parts:
            part(first)
    else:
        # Spawned, since PyArrow has threads that a fork would lose; so each starts with its imports.
        with multiprocessing.get_context("spawn").Pool(int(processes)) as pool:
            pool.map(part, parts, chunksize=1)
    seconds = time.perf_counter() - start
    size = sum(os.path.getsize(os.path.join(folder, name)) for name in os.listdir(folder))
    rss = peak(resource.RUSAGE_SELF) + (0 if processes == "1" else int(processes) * peak(resource.RUSAGE_CHILDREN))
    print(json.dumps({"ms": seconds * 1e3, "values": STEPS * CURVES, "bytes": size, "rss": rss}))
