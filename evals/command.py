"""The command line: what is run, what it prints, with which code it ends."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any, Final, cast

from assistant.settings import Settings
from evals.bench.benches import BENCHES
from evals.errors import EvalError
from evals.machine import HOME, PROJECT, default_laws, measured
from evals.mutants import all_caught, mutants
from evals.report import html
from evals.results import FORMAT, results_page
from evals.running import Runner
from evals.scores import summary
from evals.script import load_scripts
from evals.simulation import Endpoint, Simulator, load_personas, simulated
from evals.tables import conversations_table
from evals.world import opened_house, opened_houses, settings_of

SCRIPTS: Final = Path(__file__).with_name("scripts")
RESULTS: Final = PROJECT / "docs" / "results"
PERSONAS: Final = Path(__file__).with_name("personas")
NO_CUSTOMER: Final = (
    "没有配置扮演客户的模型：请用 --customer 地址 指定一个兼容 OpenAI 接口的端点。"
    " No model is configured to play the customers: name an OpenAI-compatible endpoint"
    " by --customer."
)
OUTPUTS: Final = ("--json", "--html", "--against")
FAILED: Final = 1
UNREADABLE: Final = 2


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0 all held, 1 something failed, 2 something could not be read."""
    asked = _parser().parse_args(list(arguments))
    asked.words = arguments
    try:
        code: int = asked.does(asked)
    except EvalError as error:
        _warn(str(error))
        return UNREADABLE
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    commands = parser.add_subparsers(
        required=True, metavar="run | simulate | bench | mutants | results"
    )
    run = commands.add_parser("run", help="play a folder of scripted conversations")
    run.add_argument("folder", nargs="?", type=Path, default=SCRIPTS)
    run.add_argument("--laws", type=Path, default=default_laws())
    run.add_argument("--engine", default="local", help="local, or the address of an endpoint")
    run.add_argument("--model", default=None, help="the model's name at the endpoint")
    run.add_argument("--trials", type=_positive, default=4)
    run.add_argument("--parallel", type=_positive, default=2, help="conversations at a time")
    run.add_argument("--json", type=Path, default=None)
    run.add_argument("--html", type=Path, default=None)
    run.add_argument("--against", type=Path, default=None, help="the JSON of an earlier run")
    run.add_argument("--lang", choices=("zh", "en"), default="zh", help="of the HTML report")
    run.set_defaults(does=_run)
    talk = commands.add_parser("simulate", help="let a model play customers with a goal")
    talk.add_argument("folder", nargs="?", type=Path, default=PERSONAS)
    talk.add_argument("--laws", type=Path, default=default_laws())
    talk.add_argument("--engine", default="local", help="of the assistant: local, or an address")
    talk.add_argument("--model", default=None, help="the assistant's model at that address")
    talk.add_argument("--customer", default=None, help="the address of the customers' model")
    talk.add_argument("--customer-model", default=None, help="its name there")
    talk.add_argument("--trials", type=_positive, default=1)
    talk.add_argument("--json", type=Path, default=None)
    talk.add_argument("--html", type=Path, default=None)
    talk.add_argument("--lang", choices=("zh", "en"), default="zh", help="of the HTML report")
    talk.set_defaults(does=_simulate)
    caught = commands.add_parser("mutants", help="break the assistant and see which check tells")
    caught.add_argument("--json", type=Path, default=None)
    caught.add_argument("--laws", type=Path, default=None)
    caught.set_defaults(does=_mutants)
    page = commands.add_parser("results", help="write the results page from the JSON of runs")
    page.add_argument("--from", dest="folder", type=Path, default=RESULTS)
    page.add_argument("--out", type=Path, default=RESULTS.with_suffix(".md"))
    page.set_defaults(does=_results)
    bench = commands.add_parser("bench", help="measure")
    benches = bench.add_subparsers(required=True, metavar=" | ".join(BENCHES))
    for name, one in BENCHES.items():
        which = benches.add_parser(name, help=one.help)
        one.add_options(which)
        which.add_argument("--json", type=Path, default=None)
        which.set_defaults(does=_bench, bench=one, name=name)
    return parser


def _run(asked: argparse.Namespace) -> int:
    begun = perf_counter()
    scripts, errors = load_scripts(asked.folder)
    if errors:
        for error in errors:
            _warn(str(error))
        return UNREADABLE
    before = None if asked.against is None else _earlier(asked.against)
    settings = settings_of(HOME, **_engine(asked))
    laws = _folder(asked.laws)
    with opened_houses(settings, laws, _warn, min(asked.parallel, len(scripts))) as houses:
        trials = Runner(scripts, houses, _warn).run(asked.trials, HOME / "logs")
    result = {**measured(repeats=asked.trials), "engine": asked.engine, "model": asked.model}
    result |= {**summary(trials, asked.trials), "parallel": asked.parallel}
    result["seconds"] = round(perf_counter() - begun, 1)
    _tell(conversations_table(result, before))
    _keep(asked, "conversations", result)
    if asked.html is not None:
        asked.html.write_text(html(result, trials, before, asked.lang), encoding="utf-8")
    return 0 if all(one.passed or one.waits_for for one in trials) else FAILED


def _results(asked: argparse.Namespace) -> int:
    asked.out.write_text(results_page(asked.folder), encoding="utf-8")
    _tell(f"{asked.out}")
    return 0


def _simulate(asked: argparse.Namespace) -> int:
    personas, errors = load_personas(asked.folder)
    for error in errors:
        _warn(str(error))
    if errors:
        return UNREADABLE
    settings = settings_of(HOME)
    customer = _customer(asked, settings)
    settings = settings_of(HOME, **_engine(asked))
    with opened_house(settings, _folder(asked.laws), _warn) as house:
        found = Simulator(house, customer, _warn).run(personas, asked.trials)
    shown, result = simulated(found, asked.trials)
    result |= {**measured(repeats=asked.trials), "engine": asked.engine, "model": asked.model,
               "customer_model": customer.model}  # fmt: skip
    _tell(shown)
    _keep(asked, "simulate", result)
    if asked.html is not None:
        trials = [one.trial for one in found]
        asked.html.write_text(html(result, trials, None, asked.lang), encoding="utf-8")
    return 0 if all(one.valid and one.trial.passed for one in found) else FAILED


def _customer(asked: argparse.Namespace, settings: Settings) -> Endpoint:
    """The model that plays customers: the one named, else the assistant's, else the settings'."""
    engine = None if asked.engine == "local" else asked.engine
    url = asked.customer or engine or settings.model_url
    if url is None:
        raise EvalError(NO_CUSTOMER)
    key = None if settings.model_key is None else settings.model_key.get_secret_value()
    return Endpoint(url, asked.customer_model or asked.model or settings.model_name, key)


def _mutants(asked: argparse.Namespace) -> int:
    with opened_house(settings_of(HOME), _folder(asked.laws), _warn) as house:
        table, result = mutants(house)
    _tell(table)
    _keep(asked, "mutants", {**measured(), **result})
    return 0 if all_caught(result) else FAILED


def _bench(asked: argparse.Namespace) -> int:
    begun = perf_counter()
    table, result = asked.bench.measure(asked, _warn)
    result.setdefault("seconds", round(perf_counter() - begun, 1))
    _tell(table)
    _keep(asked, asked.name, result)
    return 0


def _engine(asked: argparse.Namespace) -> dict[str, Any]:
    """The settings of the engine: none for the local one, whatever the environment says."""
    if asked.engine == "local":
        return {"model_url": None}
    named = {} if asked.model is None else {"model_name": asked.model}
    return {"model_url": asked.engine, **named}


def _folder(laws: Path | None) -> Path | None:
    if laws is not None and not laws.is_dir():
        message = f"{laws} is no folder of laws"
        raise EvalError(message)
    return laws


def _earlier(path: Path) -> dict[str, Any]:
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        message = f"{path} is no earlier run: {error}"
        raise EvalError(message) from error
    if not isinstance(found, dict) or "conversations" not in found:
        message = f"{path} is no earlier run: it holds no conversations"
        raise EvalError(message)
    return cast("dict[str, Any]", found)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        message = "at least one"
        raise argparse.ArgumentTypeError(message)
    return number


def _keep(asked: argparse.Namespace, bench: str, result: dict[str, Any]) -> None:
    """Write what was measured, with its name and the command that measures it again."""
    path: Path | None = asked.json
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        named = {"format": FORMAT, "bench": bench, "command": _again(asked.words), **result}
        path.write_text(json.dumps(named, ensure_ascii=False, indent=1), encoding="utf-8")


def _again(words: Sequence[str]) -> str:
    """The command, without where it wrote; of a path only its name, for others keep theirs."""
    shown: list[str] = []
    for at, word in enumerate(words):
        if word in OUTPUTS or (at and words[at - 1] in OUTPUTS):
            continue
        shown.append(Path(word).name if Path(word).is_absolute() else word)
    return " ".join(["python -m evals", *shown])


def _tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _warn(text: str) -> None:
    """Progress and complaints go beside the table, so that the table can be piped."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
