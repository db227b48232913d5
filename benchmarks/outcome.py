"""What became of many messages: each handled once, answered once, in order, or not."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import func, select

from benchmarks.running import Pulang, Reached
from pulang.main.home import open_home
from pulang.main.settings import Settings
from pulang.outbox.rows import OPEN_STATES
from pulang.store import Store
from pulang.store.tables import InboxRow, InboxState, OutboxRow, OutboxState, Turn


@dataclass(frozen=True)
class Outcome:
    """Counts of what went right and wrong; all but the first three must be nought."""

    messages: int
    turns: int
    replies: int
    lost: int
    handled_twice: int
    taken_out_of_order: int
    replies_lost: int
    replies_doubled: int
    replies_out_of_order: int

    def faults(self) -> int:
        """Count everything that must not happen."""
        return sum((
            self.lost, self.handled_twice, self.taken_out_of_order, self.replies_lost, self.replies_doubled,
            self.replies_out_of_order,
        ))  # fmt: skip

    def rows(self) -> list[tuple[str, object]]:
        """Give the figures as a table."""
        return [(name.replace("_", " "), value) for name, value in vars(self).items()]


def await_done(pulang: Pulang, limit: float) -> bool:
    """Wait until nothing waits in inbox or outbox (seconds at most); False when something still does."""
    until = time.monotonic() + limit
    store = store_of(pulang)
    try:
        while time.monotonic() < until:
            with store.read() as session:
                waiting = session.scalar(select(func.count(InboxRow.id)).where(InboxRow.state != InboxState.DONE))
                unsent = session.scalar(select(func.count(OutboxRow.seq)).where(OutboxRow.state.in_(OPEN_STATES)))
            if not waiting and not unsent:
                return True
            time.sleep(0.5)
        return False
    finally:
        store.close()


def judge(pulang: Pulang, sent: Mapping[str, Sequence[str]]) -> Outcome:
    """Compare the ids that each person sent, in order, with inbox, outbox and what the double took."""
    store = store_of(pulang)
    with store.read() as session:
        inbox = list(session.scalars(select(InboxRow).order_by(InboxRow.id)))
        outbox = list(session.scalars(select(OutboxRow).order_by(OutboxRow.seq)))
        turns = {turn.id: turn for turn in session.scalars(select(Turn))}
    store.close()
    reached = pulang.reached()
    ids = {provider_id for mine in sent.values() for provider_id in mine}
    rows = {row.provider_id: row for row in inbox if row.provider_id in ids}
    handled = [row for row in rows.values() if row.state is InboxState.DONE and _finished(turns, row)]
    copies = Counter((row.turn_id, str(row.part)) for row in outbox if row.turn_id)
    return Outcome(
        messages=len(ids),
        turns=len({row.turn_id for row in handled}),
        replies=len(reached),
        lost=len(ids) - len(handled),
        handled_twice=sum(count - 1 for count in copies.values()),
        taken_out_of_order=sum(_steps_back([rows[name].id for name in mine if name in rows]) for mine in sent.values())
        + _turns_out_of_order(rows, turns, sent),
        replies_lost=_replies_lost(outbox, reached),
        replies_doubled=len(reached) - len({message.sid for message in reached} & _held(outbox)),
        replies_out_of_order=_replies_out_of_order(outbox, reached),
    )


def store_of(pulang: Pulang) -> Store:
    """Open the database of an installation."""
    return open_home(Settings.model_validate({"PULANG_HOME": str(pulang.home)})).store()


def without_bot(pulang: Pulang) -> int:
    """Count the turns that got the honest text because the bot was down or slow."""
    store = store_of(pulang)
    with store.read() as session:
        count = session.scalar(select(func.count(Turn.id)).where(Turn.outcome == "bot_unavailable"))
    store.close()
    return count or 0


def _finished(turns: Mapping[str, Turn], row: InboxRow) -> bool:
    turn = turns.get(row.turn_id or "")
    return turn is not None and turn.finished_at is not None


def _held(outbox: Sequence[OutboxRow]) -> set[str]:
    return {row.provider_id for row in outbox if row.provider_id}


def _replies_lost(outbox: Sequence[OutboxRow], reached: Sequence[Reached]) -> int:
    """Count what should be on a phone and is not; a withdrawn message should not."""
    there = {message.sid for message in reached}
    wanted = [row for row in outbox if row.state is not OutboxState.CANCELLED]
    return sum(row.provider_id not in there for row in wanted)


def _replies_out_of_order(outbox: Sequence[OutboxRow], reached: Sequence[Reached]) -> int:
    """Count the messages that overtook another one to the same address."""
    place = {row.provider_id: row.seq for row in outbox if row.provider_id}
    people: dict[str, list[int]] = {}
    for message in reached:
        if message.sid in place:
            people.setdefault(message.to, []).append(place[message.sid])
    return sum(_steps_back(order) for order in people.values())


def _turns_out_of_order(
    rows: Mapping[str, InboxRow], turns: Mapping[str, Turn], sent: Mapping[str, Sequence[str]]
) -> int:
    count = 0
    for mine in sent.values():
        began = [turns[row.turn_id].started_at.timestamp() for name in mine if (row := rows.get(name)) and row.turn_id]
        count += _steps_back(began)
    return count


def _steps_back(order: Sequence[float]) -> int:
    return sum(later < earlier for earlier, later in pairwise(order))
