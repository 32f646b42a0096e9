"""NumPy and PyArrow as a contender of the bench of sweeps: prints a line of JSON."""

import json
import os
import resource
import sys
import time

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

STEPS = 100_000 if "--quick" in sys.argv else 1_000_000
CURVES = 200
folder = sys.argv[-1]

start = time.perf_counter()
step = np.arange(STEPS, dtype=np.int32)
for first in range(0, CURVES, 4):
    path = os.path.join(folder, f"part-{first}.parquet")
    schema = pa.schema([("configuration", pa.int32()), ("step", pa.int32()), ("lr", pa.float64())])
    encoding = {"configuration": "DELTA_BINARY_PACKED", "step": "DELTA_BINARY_PACKED", "lr": "BYTE_STREAM_SPLIT"}
    with pq.ParquetWriter(path, schema, use_dictionary=False, column_encoding=encoding, compression="snappy") as out:
        for k in range(first, first + 4):
            warmup = 100 + 100 * (k % 100)
            lr = np.empty(STEPS)
            lr[:warmup] = step[:warmup] * (1e-3 / warmup)
            t = (step[warmup:] - warmup) / (STEPS - warmup)
            lr[warmup:] = 1e-3 * (0.1 + 0.45 * (1 + np.cos(np.pi * t)))
            table = pa.table([np.full(STEPS, k, dtype=np.int32), step, lr], schema=schema)
            out.write_table(table, row_group_size=262_144)
seconds = time.perf_counter() - start
size = sum(os.path.getsize(os.path.join(folder, name)) for name in os.listdir(folder))
rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(json.dumps({"ms": seconds * 1e3, "values": STEPS * CURVES, "bytes": size, "rss": rss}))
