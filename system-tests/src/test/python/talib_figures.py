"""Makes src/test/resources/talib/expected.json: what TA-Lib gives for the bars of MadeUpBars.java.

Run it again only when the bars change. TA-Lib is not needed to run the tests.

    python3 -m venv venv && venv/bin/pip install TA-Lib==0.8.2 numpy
    venv/bin/python system-tests/src/test/python/talib_figures.py > system-tests/src/test/resources/talib/expected.json
"""

import json
import math

import numpy
import talib


def closes(seed, bars):
    """The same walk as MadeUpBars.closes, in cents."""
    state, cents, result = seed, 10_000, []
    for _ in range(bars):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        cents += cents * ((state >> 33) % 601 - 295) // 10_000
        result.append(cents)
    return result


def last(values):
    value = float(values[-1])
    return None if math.isnan(value) else value


def figures(seed, bars):
    cents = closes(seed, bars)
    close = numpy.array(cents, dtype=float) / 100
    line, signal, histogram = talib.MACD(close, 12, 26, 9)
    return {
        "bars": bars,
        "seed": seed,
        "last_close_cents": cents[-1],
        "rsi_14": last(talib.RSI(close, 14)),
        "macd_line": last(line),
        "macd_signal": last(signal),
        "macd_histogram": last(histogram),
        "sma_20": last(talib.SMA(close, 20)),
        "sma_50": last(talib.SMA(close, 50)),
        "sma_200": last(talib.SMA(close, 200)),
    }


if __name__ == "__main__":
    made = {symbol: figures(seed, bars) for symbol, seed, bars in (("TALA", 1, 400), ("TALB", 2, 1000), ("TALC", 3, 60))}
    print(json.dumps({"source": f"TA-Lib {talib.__version__} (C {talib.__ta_version__.decode().split()[0]})", "figures": made}, indent=2))
