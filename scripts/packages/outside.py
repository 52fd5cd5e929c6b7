#!/usr/bin/env python3
"""Sees and uses a desktop as a person does, from outside the application: by what a screen reader is told (AT-SPI), by the
window manager (xdotool) and by the notification daemon. Runs inside scripts/with-desktop.py. Each line on stdin is a JSON
list, a command and its arguments; each gets one JSON line on stdout: {"ok": value} or {"error": text}.

Needs python3-pyatspi, xdotool, dunst. The application must be told to speak to screen readers: ACCESSIBILITY_ENABLED=1.
"""
import json
import os
import signal
import subprocess
import sys
import tempfile
import time

import pyatspi
from gi.repository import GLib

PATIENCE = 60  # seconds; the first start draws on a busy machine without a graphics card


def run(*command: str) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout.strip()


def until(look, what: str):
    """The first true answer; asked again while the application is still drawing."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            found = look()
        except Exception as error:  # the part that was asked has just gone from the screen
            found, what = None, f"{what} ({error})"
        if found:
            return found
        if time.monotonic() > end:
            raise LookupError(f"{what} is not there; there are: {'; '.join(names())}")
        time.sleep(0.2)


def parts(top=None):
    """Every part of the application's windows, top first."""
    waiting = [top] if top is not None else [app for app in pyatspi.Registry.getDesktop(0) if app and app.name.lower().startswith("maru")]
    while waiting:
        part = waiting.pop()
        if part is None:
            continue
        yield part
        try:
            waiting.extend(part.getChildAtIndex(at) for at in reversed(range(part.childCount)))
        except Exception:
            continue  # it went while it was counted


def names():
    return [f"{part.getRoleName()} {part.name!r}" for part in parts() if part.name][:80]


def find(role: str, name: str):
    def look():
        for part in parts():
            if part.getRoleName() == role and name in (part.name or "") and part.getState().contains(pyatspi.STATE_SHOWING):
                return part
        return None

    return until(look, f"{role} {name!r}")


def press(role: str, name: str):
    """What Enter or a click does there."""
    find(role, name).queryAction().doAction(0)


def fill(role: str, name: str, text: str):
    part = find(role, name)
    part.queryComponent().grabFocus()
    until(lambda: part.getState().contains(pyatspi.STATE_FOCUSED), f"the focus of {role} {name!r}")
    run("xdotool", "type", "--delay", "30", text)


def text(part) -> str:
    try:
        return part.queryText().getText(0, -1)
    except NotImplementedError:
        return ""


def read(words: str):
    return until(lambda: any(words in (part.name or "") or words in text(part) for part in parts()), repr(words))


def launch(entry: str):
    """As a menu starts it, by its desktop entry, with the person's own folders."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("XDG_") or name in ("XDG_RUNTIME_DIR", "XDG_CURRENT_DESKTOP")}
    environment.update(ACCESSIBILITY_ENABLED="1", LANGUAGE="en_US", LC_ALL="C.UTF-8")
    with open(os.path.join(tempfile.gettempdir(), "maru.log"), "ab") as log:
        subprocess.Popen(["gio", "launch", entry], env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)


def window() -> str:
    """The number of the application's window, the one that is drawn."""
    return until(lambda: (run("sh", "-c", "xdotool search --onlyvisible --class '^[Mm]aru$' || true").split("\n") or [""])[0], "a window")


def minimise():
    run("xdotool", "windowminimize", "--sync", window())


def tries(seconds: float, environment: dict, *words: str):
    """Starts a program in a way it should not be talked into, looks at it while it runs, and ends it."""
    child = subprocess.Popen(words, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)
    end = time.monotonic() + seconds
    ports = ""
    while child.poll() is None and time.monotonic() < end:
        ports = run("ss", "-Hltn") or ports
        time.sleep(0.2)
    ended = child.poll() is not None
    if not ended:
        os.killpg(child.pid, signal.SIGUSR1)  # which opens Node's inspector where nothing forbids it
        time.sleep(1)
        ports = run("ss", "-Hltn") or ports
        os.killpg(child.pid, signal.SIGKILL)
    said, _ = child.communicate()
    return {"ended": ended, "said": said[-2000:], "ports": ports}


def quit():
    """By the menu's own keys. While somebody else is on the porch it is asked about, in a window of GTK's: Chromium puts its own tree
    in the place of GTK's, so a screen reader hears of that window by its events alone."""
    questions = []

    def told(event):
        if event.detail1 and event.source.getRoleName() == "push button" and event.source.name == "Close the porch and quit":
            questions.append(event.source)

    pyatspi.Registry.registerEventListener(told, "object:state-changed:focused")
    run("xdotool", "key", "ctrl+q")

    def ended():
        while GLib.MainContext.default().iteration(False):
            pass
        while questions:
            questions.pop().queryAction().doAction(0)
        return next(parts(), None) is None

    until(ended, "the end of the application")


def notifications():
    with open(os.environ["DESKTOP_NOTIFICATIONS"]) as lines:
        return [json.loads(line) for line in lines]


commands = {
    "launch": launch,
    "find": lambda role, name: find(role, name).name,
    "press": press,
    "fill": fill,
    "key": lambda *keys: run("xdotool", "key", *keys),
    "read": lambda words: bool(read(words)),
    "window": lambda: run("xwininfo", "-id", window()),
    "minimise": minimise,
    "notifications": notifications,
    "click-notification": lambda: run("dunstctl", "action", "0"),
    "names": names,
    "quit": quit,
    "tries": tries,
}

for line in sys.stdin:
    name, *arguments = json.loads(line)
    try:
        answer = {"ok": commands[name](*arguments)}
    except Exception as error:
        answer = {"error": f"{name}: {error}"}
    print(json.dumps(answer, default=str), flush=True)
