"""What do the Python peers need for the same work? Prints one JSON object: versions, times in ms by row.

Usage: peers.py arrays f64|f32 COUNT REPEATS, or peers.py steps STEPS CALLS. Started by run.mjs, round by round.
"""

import json
import math
import sys
import time

ALPHA_F, POWER, GAMMA = 0.1, 1.7, 0.96


def timed(work, repeats, warmup=2):
    """Milliseconds of each repeat."""
    times = []
    for i in range(-warmup, repeats):
        start = time.perf_counter()
        work()
        if i >= 0:
            times.append((time.perf_counter() - start) * 1e3)
    return times


def expected(name, i, count):
    x = i / count
    if name == "cosine":
        return ALPHA_F + (1 - ALPHA_F) * 0.5 * (1 + math.cos(math.pi * x))
    if name == "line":
        return 1 + x * (ALPHA_F - 1)
    if name == "exponential":
        return GAMMA ** (x * 100)
    return ALPHA_F + (1 - ALPHA_F) * (1 - x) ** (2 if name.endswith("2") else POWER)


def check(name, values, count, tolerance):
    """A peer that computes something else is no peer."""
    for i in (0, 1, count // 3, count - 1):
        if not abs(float(values[i]) - expected(name, i, count)) <= tolerance:
            raise SystemExit(f"{name}: value {i} is {values[i]}, not {expected(name, i, count)}")


def numpy_rows(dtype, count, repeats):
    """Every operation in place, constants folded: no temporary array."""
    import numpy as np

    steps = np.arange(count, dtype=dtype)
    out = np.empty(count, dtype=dtype)
    half = 0.5 * (1 - ALPHA_F)

    def fill():
        out.fill(0.5)

    def cosine():
        np.multiply(steps, math.pi / count, out=out)
        np.cos(out, out=out)
        np.multiply(out, half, out=out)
        np.add(out, ALPHA_F + half, out=out)

    def line():
        np.multiply(steps, (ALPHA_F - 1) / count, out=out)
        np.add(out, 1, out=out)

    def exponential():
        np.multiply(steps, math.log(GAMMA) * 100 / count, out=out)
        np.exp(out, out=out)

    def polynomial(power):
        def work():
            np.subtract(count, steps, out=out)
            np.multiply(out, 1 / count, out=out)
            np.square(out, out=out) if power == 2 else np.power(out, power, out=out)
            np.multiply(out, 1 - ALPHA_F, out=out)
            np.add(out, ALPHA_F, out=out)

        return work

    works = {"line": line, "cosine": cosine, "polynomial, power 2": polynomial(2)}
    works |= {f"polynomial, power {POWER}": polynomial(POWER), "exponential": exponential}
    rows = {"fill": timed(fill, repeats)}
    for name, work in works.items():
        rows[name] = timed(work, repeats)
        check(name, out, count, 1e-12 if dtype == "float64" else 1e-5)
    return np.__version__, rows


def optax_rows(dtype, count, repeats, donated):
    """One fused kernel a row, on all cores; the steps are made in the kernel, not read.

    Into a new array, as it is usually called, or into a donated one, which is what a reused `out` is.
    """
    import jax
    import optax

    jax.config.update("jax_enable_x64", dtype == "float64")
    import jax.numpy as jnp

    schedules = {
        "line": optax.linear_schedule(1.0, ALPHA_F, count),
        "cosine": optax.cosine_decay_schedule(1.0, count, alpha=ALPHA_F),
        "polynomial, power 2": optax.polynomial_schedule(1.0, ALPHA_F, 2, count),
        f"polynomial, power {POWER}": optax.polynomial_schedule(1.0, ALPHA_F, POWER, count),
        "exponential": optax.exponential_decay(1.0, count // 100, GAMMA),
    }
    rows = {}
    for name, schedule in schedules.items():
        # `start` is an argument, so that XLA can't fold the steps into a constant.
        def kernel(out, start, schedule=schedule):
            return schedule(start + jnp.arange(count)).astype(dtype)

        jitted = jax.jit(kernel, donate_argnums=0 if donated else (), keep_unused=donated)
        held = [jnp.zeros(count if donated else 1, dtype)]

        def work(jitted=jitted, held=held):
            result = jitted(held[0], 0)
            result.block_until_ready()
            if donated:
                held[0] = result
            return result

        rows[name] = timed(work, repeats)
        check(name, work(), count, 1e-12 if dtype == "float64" else 1e-5)
    return {"optax": optax.__version__, "jax": jax.__version__}, rows


def torch_rows(steps):
    """PyTorch's schedulers, one `step()` after the other, as a training loop calls them."""
    import warnings

    import torch
    from torch.optim import lr_scheduler as lrs

    warnings.filterwarnings("ignore")
    makers = {
        "line": lambda o: lrs.LinearLR(o, 1.0, ALPHA_F, steps),
        "cosine": lambda o: lrs.CosineAnnealingLR(o, steps, ALPHA_F),
        f"polynomial, power {POWER}": lambda o: lrs.PolynomialLR(o, steps, POWER),
        "exponential": lambda o: lrs.ExponentialLR(o, 0.99999),
        "cosine as LambdaLR": lambda o: lrs.LambdaLR(o, lambda t: expected("cosine", t, steps)),
    }
    rows = {}
    for name, make in makers.items():
        # Twice, the first time for warming up; anew, since some have less to do once they are over.
        for _ in range(2):
            scheduler = make(torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.1))
            start = time.perf_counter()
            for _ in range(steps):
                scheduler.step()
            rows[name] = [(time.perf_counter() - start) * 1e9 / steps]
    return torch.__version__, rows


def composer_rows(calls):
    """Composer's schedulers, called with a state whose timestamp changes each time."""
    from types import SimpleNamespace

    import composer
    from composer import optim
    from composer.core import Time, Timestamp

    # What its schedulers read of a State; timestamps are made outside of the clock.
    state = SimpleNamespace(max_duration=Time(calls, "ba"), dataloader_len=Time(100, "ba"), timestamp=None)
    stamps = [Timestamp(batch=i) for i in range(calls)]
    schedulers = {
        "line": optim.LinearScheduler(1.0, ALPHA_F),
        "cosine": optim.CosineAnnealingScheduler(alpha_f=ALPHA_F),
        "warm-up cosine": optim.CosineAnnealingWithWarmupScheduler("100ba", alpha_f=ALPHA_F),
        f"polynomial, power {POWER}": optim.PolynomialScheduler(POWER, alpha_f=ALPHA_F),
        "exponential": optim.ExponentialScheduler(GAMMA, "100ba"),
        "milestones": optim.MultiStepScheduler([f"{calls * k // 4}ba" for k in (1, 2, 3)], 0.5),
    }
    rows = {}
    for name, scheduler in schedulers.items():
        for _ in range(2):
            start = time.perf_counter()
            for stamp in stamps:
                state.timestamp = stamp
                scheduler(state, 1.0)
            rows[name] = [(time.perf_counter() - start) * 1e9 / calls]
    return composer.__version__, rows


def main():
    versions, rows = {"Python": sys.version.split()[0]}, {}
    if sys.argv[1] == "arrays":
        dtype = {"f64": "float64", "f32": "float32"}[sys.argv[2]]
        versions["NumPy"], rows["NumPy"] = numpy_rows(dtype, int(sys.argv[3]), int(sys.argv[4]))
        for who, donated in (("optax", False), ("donated", True)):
            found, rows[who] = optax_rows(dtype, int(sys.argv[3]), int(sys.argv[4]), donated)
        versions |= found
    else:
        versions["PyTorch"], rows["PyTorch"] = torch_rows(int(sys.argv[2]))
        try:
            versions["Composer"], rows["Composer"] = composer_rows(int(sys.argv[3]))
        except ImportError as error:
            print(f"Composer can't be imported: {error}", file=sys.stderr)
    print(json.dumps({"versions": versions, "rows": rows}))


main()
