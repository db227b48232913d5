"""The load of `load`, against Rasa as `rasa init` makes it, with Rasa's own Twilio channel."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import psutil
import requests
import yaml

from benchmarks import traffic
from benchmarks.alone import ACCOUNT, TOKEN
from benchmarks.figures import table
from benchmarks.load import DELAY, PER_SECOND, PERSONS, SECONDS
from benchmarks.running import ROOT, Posted, free_port, inbound_form, taken_by_double
from benchmarks.unmeasured import Unmeasured

RASA = ROOT / ".venv-rasa" / "bin" / "python"
NLU = ROOT / "bot" / "data" / "nlu_id.yml"
ANSWER = "Terima kasih, pesanmu sudah kami terima. Ini jawaban percobaan untuk {}."
START, TRAIN = 180.0, 1800.0  # seconds


def main() -> None:
    """Train once in a folder of its own, then measure."""
    if not RASA.exists():
        raise Unmeasured("there is no environment of Rasa: run `make setup`")
    with tempfile.TemporaryDirectory(prefix="pulang-stock-") as name, ExitStack() as stack:
        folder = Path(name)
        _train(folder)
        port, double_port, state = free_port(), free_port(), folder / "double.db"
        webhook = f"http://127.0.0.1:{port}/webhooks/twilio/webhook"
        alone = ["-m", "benchmarks.alone", str(double_port), webhook, str(state), DELAY]
        stack.enter_context(_child([sys.executable, *alone], folder))
        double = f"http://127.0.0.1:{double_port}"
        rasa = stack.enter_context(
            _child(_rasa("run", "--interface", "127.0.0.1", "--port", str(port)), folder, double)
        )
        _await(f"{double}/double/healthz")
        _await_model(webhook)
        addresses = _phones(double)
        traffic.quiet(lambda: taken_by_double(state), 10, 300)
        written = traffic.steady(partial(_post, webhook), addresses, PER_SECOND, SECONDS)
        traffic.quiet(lambda: taken_by_double(state), 10, 300)
        waits = traffic.first_replies(written, taken_by_double(state))
        memory = psutil.Process(rasa.pid).memory_info().rss / 2**20
    traffic.report(written, waits, accepted=204)
    table([("resident memory, MiB", f"{memory:,.0f} (rasa alone)")])


def _train(folder: Path) -> None:
    """Write a project of one answer an intent, with the stock pipeline, and train it."""
    nlu = yaml.safe_load(NLU.read_text(encoding="utf-8"))["nlu"]
    intents = sorted({entry["intent"].split("/")[0] for entry in nlu if "intent" in entry})
    domain = {
        "version": "3.1", "intents": intents,
        "responses": {f"utter_{name}": [{"text": ANSWER.format(name)}] for name in intents},
        "session_config": {"session_expiration_time": 60, "carry_over_slots_to_new_session": True},
    }  # fmt: skip
    steps = [{"rule": name, "steps": [{"intent": name}, {"action": f"utter_{name}"}]} for name in intents]
    credentials = {"account_sid": ACCOUNT, "auth_token": TOKEN, "twilio_number": "whatsapp:+15005550006"}
    files = {
        "domain.yml": domain, "rules.yml": {"version": "3.1", "rules": steps}, "endpoints.yml": {},
        "credentials.yml": {"benchmarks.stock_channel.StockTwilio": credentials},
        "nlu.yml": {"version": "3.1", "nlu": [{**entry, "intent": entry["intent"].split("/")[0]} for entry in nlu]},
    }  # fmt: skip
    for name, content in files.items():
        (folder / name).write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    began = time.monotonic()
    print("  training the stock configuration ...", flush=True)
    options = ("--config", str(ROOT / "benchmarks" / "rasa_stock.yml"), "--domain", "domain.yml", "--out", "models")
    command = _rasa("train", "--quiet", *options, "--data", "nlu.yml", "rules.yml")
    done = subprocess.run(
        command, cwd=folder, env=_environment(), capture_output=True, text=True, timeout=TRAIN, check=False
    )
    if done.returncode:
        raise Unmeasured(f"the stock configuration could not be trained:\n{done.stderr[-1500:]}")
    table([("training, s", f"{time.monotonic() - began:.0f}")])


def _rasa(*arguments: str) -> list[str]:
    return [str(RASA), "-W", "ignore", "-m", "rasa", *arguments]


def _environment(double: str = "") -> dict[str, str]:
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONPATH": str(ROOT)}
    return os.environ | quiet | {"BENCHMARK_TWILIO_URL": double}


@contextmanager
def _child(command: list[str], folder: Path, double: str = "") -> Iterator[subprocess.Popen[bytes]]:
    with (
        (folder / "child.log").open("ab") as log,
        subprocess.Popen(command, cwd=folder, env=_environment(double), stdout=log, stderr=log) as process,
    ):
        try:
            yield process
        finally:
            process.kill()


def _await(url: str) -> None:
    until = time.monotonic() + START
    while time.monotonic() < until:
        try:
            if requests.get(url, timeout=3).status_code == 200:
                return
        except requests.RequestException:
            pass
        time.sleep(0.2)
    raise Unmeasured(f"nobody answered at {url} in {START:.0f} s")


def _await_model(webhook: str) -> None:
    """Wait until a message is answered: Rasa's pages answer before the model is loaded."""
    until = time.monotonic() + START
    while time.monotonic() < until:
        if _post(webhook, "SM0", "whatsapp:+6281200000999", "halo").status == 204:
            return
        time.sleep(1)
    raise Unmeasured(f"Rasa was not ready in {START:.0f} s")


def _phones(double: str) -> list[str]:
    """Make phones on WhatsApp (the stock channel has one sender); each has written once, as Twilio's window asks."""
    addresses = []
    for _ in range(PERSONS):
        phone = requests.post(
            f"{double}/double/phones", json={"channel": "whatsapp"}, auth=(ACCOUNT, TOKEN), timeout=30
        )
        made = phone.json()
        requests.post(
            f"{double}/double/phones/{made['id']}/messages", json={"body": "halo"}, auth=(ACCOUNT, TOKEN), timeout=60
        ).raise_for_status()
        addresses.append(str(made["address"]))
    return addresses


def _post(webhook: str, provider_id: str, address: str, text: str) -> Posted:
    """Post a message as Twilio does; the stock channel looks at no signature."""
    at, began = time.time(), time.perf_counter()
    try:
        status = requests.post(webhook, data=inbound_form(provider_id, address, text), timeout=15).status_code
    except requests.RequestException:
        status = 0
    return Posted(at, time.perf_counter() - began, status)
