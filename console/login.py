"""Logging in and out, and the one-time link by which an account gets its password."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

import structlog
from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from console.access import begin_session
from console.desk import Desk
from console.member import Member, me
from console.throttle import Throttle
from pulang.counselling import accounts, silence
from pulang.counselling.errors import AccountRefused
from pulang.store.tables import Audit, Counsellor

log = structlog.get_logger()


@dataclass(frozen=True)
class LoginPages:
    """The pages of logging in and out."""

    desk: Desk
    throttle: Throttle = field(default_factory=Throttle)

    def login(self) -> ResponseReturnValue:
        """Ask for name and password, or check them."""
        wanted = _inside(request.args.get("next"))
        if request.method == "GET":
            return redirect(wanted) if current_user.is_authenticated else render_template("console/login.html")
        name, password, now = request.form.get("name", ""), request.form.get("password", ""), self.desk.clock()
        wait = self.throttle.wait(name, now)
        if wait:
            log.warning("login_throttled")
            return render_template("console/login.html", wait=int(wait.total_seconds()) + 1, name=name), 429
        with self.desk.store.read() as reading:
            counsellor = accounts.by_name(reading, name)
        if not accounts.verify(counsellor, password) or counsellor is None:
            self.throttle.failed(name, now)
            log.warning("login_refused")
            return render_template("console/login.html", wrong=True, name=name), 401
        self.throttle.succeeded(name)
        member = self._enter(counsellor.id, password)
        begin_session(now)
        login_user(member)
        return redirect(wanted)

    def _enter(self, counsellor_id: str, password: str) -> Member:
        with self.desk.store.write() as writing:
            counsellor = writing.get_one(Counsellor, counsellor_id)
            if accounts.needs_rehash(counsellor):
                accounts.rehash(counsellor, password)
            writing.add(Audit(at=self.desk.clock(), counsellor_id=counsellor_id, event="logged_in"))
            return Member.of(counsellor)

    def logout(self) -> ResponseReturnValue:
        """Log out; whom this counsellor held goes back to the queue and is told."""
        member, now = me(), self.desk.clock()
        with self.desk.store.write() as writing:
            returned = silence.return_all(writing, member.id, now, self.desk.speaker)
            if not self.desk.demo:  # the demo's counsellor is always on duty
                writing.get_one(Counsellor, member.id).on_duty = False
            writing.add(Audit(at=now, counsellor_id=member.id, event="logged_out"))
        if returned:
            self.desk.wake_sender()
        logout_user()
        session.clear()
        flash(str(returned), "logged_out")
        return redirect(url_for("console.login"))

    def welcome(self, token: str) -> ResponseReturnValue:
        """Let the owner of a one-time link choose a password."""
        with self.desk.store.write() as writing:
            counsellor = accounts.by_link(writing, token, self.desk.clock())
            if counsellor is None:
                return render_template("console/refused.html", kind="link"), 410
            problem = _choose(counsellor) if request.method == "POST" else ""
            if problem is None:
                writing.add(Audit(at=self.desk.clock(), counsellor_id=counsellor.id, event="password_chosen"))
                flash("", "password_chosen")
                return redirect(url_for("console.login"))
            shortest = accounts.SHORTEST_PASSWORD
            page = render_template("console/welcome.html", name=counsellor.name, problem=problem, shortest=shortest)
        return page, 400 if problem else 200


def add(board: Blueprint, desk: Desk) -> None:
    """Add the pages of logging in and out."""
    pages = LoginPages(desk)
    board.add_url_rule("/login", "login", pages.login, methods=["GET", "POST"])
    board.add_url_rule("/logout", "logout", pages.logout, methods=["POST"])
    board.add_url_rule("/welcome/<token>", "welcome", pages.welcome, methods=["GET", "POST"])


def _choose(counsellor: Counsellor) -> str | None:
    """Set the password of a form; gives what is wrong with it, or None."""
    password = request.form.get("password", "")
    if password != request.form.get("again", ""):
        return "differ"
    try:
        accounts.set_password(counsellor, password)
    except AccountRefused as error:
        return error.reason.value
    return None


def _inside(wanted: str | None) -> str:
    """Give a page of the console to go to; nothing outside of it, however it is written."""
    home = url_for("console.queue")
    if not wanted or "\\" in wanted or any(ord(char) < 33 for char in wanted):
        return home
    parts = urlsplit(wanted)
    return wanted if not parts.scheme and not parts.netloc and parts.path.startswith(home) else home
