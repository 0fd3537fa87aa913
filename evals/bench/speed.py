"""Seconds of a turn, a plan draft and a start, and the memory of the whole service."""

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final

import httpx

from evals.bench.service import Service, running, spoken
from evals.machine import measured
from evals.tables import table

SEED: Final = 20261123
ASKED: Final = (
    "提前还房贷要收违约金吗？",
    "每年的外汇便利化额度是多少？",
    "我可以撤回同意吗？",
    "等额本息和等额本金有什么区别？",
    "How long is a risk assessment valid?",
)
"""Questions a clause answers."""
LIMITS: Final = {
    "turn p95": 0.3, "plan p95": 1.0, "first start": 60.0, "memory": 2.5e9,
}  # fmt: skip
"""What is promised: seconds, and bytes."""

Tell = Callable[[str], None]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of the benchmark."""
    parser.add_argument("--turns", type=int, default=60, help="computed and cited answers")
    parser.add_argument("--plans", type=int, default=12, help="plan drafts")


def measure(asked: argparse.Namespace, tell: Tell) -> tuple[str, dict[str, Any]]:
    """Start the service twice over one data folder, and talk to it."""
    with tempfile.TemporaryDirectory(prefix="speed-") as scratch:
        home = Path(scratch) / "home"
        tell("首次启动 First start")
        with running(home) as service:
            first = service.start_seconds
        tell("再次启动 Later start")
        with running(home) as service:
            result = _measured(service, asked, tell) | {
                "start_seconds": {"first": first, "later": service.start_seconds},
            }
    result |= measured(seeds=(SEED,), repeats=asked.turns)
    return _table(result), result


def _measured(service: Service, asked: argparse.Namespace, tell: Tell) -> dict[str, Any]:
    tell("对话 Turns")
    client = service.client("liming")
    turns, errors = _turns(client, asked.turns)
    tell("方案 Plans")
    plans = _plans(client, asked.plans)
    return {
        "turn_seconds": _spread(turns),
        "plan_seconds": _spread(plans),
        "first_word_seconds": _spread([_first_word(client, one) for one in range(10)]),
        "errors": errors,
        "lost": 0,
        "peak_bytes": service.resident_bytes(),
    }


def _turns(client: httpx.Client, count: int) -> tuple[list[float], int]:
    """Computed answers with other numbers each time, and cited ones, in turn."""
    draw = random.Random(SEED)
    seconds: list[float] = []
    errors = 0
    for number in range(count):
        cited = number % 2 == 1
        message = ASKED[number // 2 % len(ASKED)] if cited else _mortgage(draw)
        reply, waited = spoken(client, f"speed-{number}", message)
        seconds.append(waited)
        errors += not reply["citations" if cited else "figures"]
    return seconds, errors


def _mortgage(draw: random.Random) -> str:
    price, years = draw.randrange(150, 600), draw.choice((20, 25, 30))
    down, tenths = draw.choice("三四五"), draw.randrange(1, 9)
    return f"{price}万的房子，首付{down}成，贷{years}年，利率3.{tenths}%，月供多少？"


def _plans(client: httpx.Client, count: int) -> list[float]:
    """Drafts that differ: asking twice for the same would draft once."""
    seconds: list[float] = []
    for number in range(count):
        conversation = f"plan-{number}"
        words = f"{240 + number}万的房子，首付三成，贷30年，利率3.1%，家里月收入3.6万，月供多少？"
        spoken(client, conversation, words)
        reply, waited = spoken(client, conversation, "给我一份方案")
        if reply["outcome"] == "drafted":
            seconds.append(waited)
    return seconds


def _first_word(client: httpx.Client, number: int) -> float:
    """Seconds until the first words of a streamed answer are here."""
    said = {"message": ASKED[number % len(ASKED)], "conversation_id": f"stream-{number}"}
    begun = time.perf_counter()
    headers = {"Accept": "text/event-stream"}
    with client.stream("POST", "/v1/messages", json=said, headers=headers) as answer:
        for line in answer.iter_lines():
            if line.startswith("data:"):
                break
    return time.perf_counter() - begun


def _spread(seconds: list[float]) -> dict[str, float]:
    """The middle, the 95th percentile and the extremes, in seconds."""
    p95 = quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]
    return {
        "p50": round(median(seconds), 4), "p95": round(p95, 4),
        "min": round(min(seconds), 4), "max": round(max(seconds), 4), "n": len(seconds),
    }  # fmt: skip


def _table(result: dict[str, Any]) -> str:
    turn, plan = result["turn_seconds"], result["plan_seconds"]
    start, first = result["start_seconds"], result["first_word_seconds"]
    rows = [
        ["turn p50 / p95", f"{turn['p50']:.3f} / {turn['p95']:.3f} s", f"{LIMITS['turn p95']} s"],
        ["plan p50 / p95", f"{plan['p50']:.3f} / {plan['p95']:.3f} s", f"{LIMITS['plan p95']} s"],
        ["first word p50 / p95", f"{first['p50']:.3f} / {first['p95']:.3f} s", ""],
        ["first start", f"{start['first']:.1f} s", f"{LIMITS['first start']} s"],
        ["later start", f"{start['later']:.1f} s", "15 s"],
        ["memory of the service", f"{result['peak_bytes'] / 1e9:.2f} GB", "2.5 GB"],
        ["errors", result["errors"], 0],
    ]
    return table(["measure", "seen", "promised"], rows)
