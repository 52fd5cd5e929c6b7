#!/usr/bin/env python3
"""Runs a command on a private Linux desktop: with-desktop.py [--ibus] COMMAND [ARGUMENT...]

The desktop has a display (Xvfb), a session bus, a window manager (openbox: without one nothing can be minimised),
notifications (dunst), an unlocked keyring, and with --ibus a Korean input method. Its folders are fresh and private,
so nothing of the person who runs it is read or left. For the command:

  DESKTOP_NOTIFICATIONS   a file with one JSON object a line for each notification shown: id, app, summary, body

The exit code is the command's (125: the desktop itself did not come up). At the end every process that the command or
the desktop started is gone, also those that detached themselves. DESKTOP_LOG=FILE keeps what the desktop prints.
"""
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BROKEN = 125
NEEDED = ("Xvfb", "dbus-daemon", "dbus-send", "openbox", "dunst", "gnome-keyring-daemon")
KEYRING_PASSWORD = b"maru"

libc = ctypes.CDLL(None, use_errno=True)
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36


class Problem(Exception):
    pass


def dunst_settings(folder: Path) -> Path:
    """dunst with every notification kept on screen, nothing merged, and a script that writes each down."""
    recorder = folder / "record"
    recorder.write_text(
        f"#!{sys.executable}\n"
        "import json, os\n"
        "line = {name: os.environ.get('DUNST_' + variable, '') for name, variable in\n"
        "        {'id': 'ID', 'app': 'APP_NAME', 'summary': 'SUMMARY', 'body': 'BODY'}.items()}\n"
        f"with open({str(folder / 'notifications.jsonl')!r}, 'a') as out:\n"
        "    out.write(json.dumps(line, ensure_ascii=False) + '\\n')\n"
    )
    recorder.chmod(0o755)
    timeless = "".join(f"[urgency_{name}]\ntimeout = 0\n" for name in ("low", "normal", "critical"))
    settings = folder / "dunstrc"
    settings.write_text(
        "[global]\nnotification_limit = 0\nhistory_length = 500\nstack_duplicates = false\nsticky_history = true\n"
        "markup = no\nalways_run_script = true\nmouse_left_click = do_action\n"
        f"{timeless}[record]\nsummary = \"*\"\nscript = {recorder}\n"
    )
    return settings


def private_environment(folder: Path) -> dict:
    """The caller's environment without its desktop, and with folders of its own."""
    foreign = ("WAYLAND_DISPLAY", "XAUTHORITY", "SESSION_MANAGER", "GTK_IM_MODULE", "DBUS_STARTER_ADDRESS")
    environment = {name: value for name, value in os.environ.items() if name not in foreign}
    for name in ("CONFIG_HOME", "DATA_HOME", "STATE_HOME", "CACHE_HOME", "RUNTIME_DIR"):
        place = folder / name.lower()
        place.mkdir(mode=0o700)
        environment[f"XDG_{name}"] = str(place)
    # Chromium picks the keyring's kind, and xdg-settings its tool, by this name.
    environment["XDG_CURRENT_DESKTOP"] = "GNOME"
    environment["DESKTOP_NOTIFICATIONS"] = str(folder / "notifications.jsonl")
    (folder / "notifications.jsonl").touch()
    return environment


class Desktop:
    def __init__(self, folder: Path, log):
        self.folder, self.log = folder, log
        self.environment = private_environment(folder)

    def start(self, *command: str, **options) -> subprocess.Popen:
        # Killed with this process, even when it cannot clean up any more.
        bound = lambda: libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        options.setdefault("stdin", subprocess.DEVNULL)
        return subprocess.Popen(command, env=self.environment, stdout=self.log, stderr=self.log, preexec_fn=bound, **options)

    def start_and_hear(self, *command: str) -> str:
        """Starts a server that tells its address on the descriptor whose number stands in for {fd}."""
        hears, tells = os.pipe()
        self.start(*(part.replace("{fd}", str(tells)) for part in command), pass_fds=(tells,))
        os.close(tells)
        with os.fdopen(hears) as pipe:
            told = pipe.readline().strip()
        if not told:
            raise Problem(f"{command[0]} did not start; DESKTOP_LOG=FILE keeps its words")
        return told

    def wait_for_name(self, server: subprocess.Popen, name: str) -> None:
        ask = ("dbus-send", "--session", "--print-reply=literal", "--dest=org.freedesktop.DBus", "/", "org.freedesktop.DBus.NameHasOwner", f"string:{name}")
        end = time.monotonic() + 15
        while b"true" not in subprocess.run(ask, env=self.environment, stdout=subprocess.PIPE, stderr=self.log).stdout:
            if server.poll() is not None or time.monotonic() > end:
                raise Problem(f"{server.args[0]} did not start; DESKTOP_LOG=FILE keeps its words")
            time.sleep(0.03)

    def open(self, ibus: bool) -> None:
        display = self.start_and_hear("Xvfb", "-displayfd", "{fd}", "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset")
        self.environment["DISPLAY"] = f":{display}"
        bus = self.start_and_hear("dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address={fd}")
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = bus
        self.start("openbox")
        dunst = self.start("dunst", "-conf", str(dunst_settings(self.folder)))
        keyring = self.start("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets", stdin=subprocess.PIPE)
        keyring.stdin.write(KEYRING_PASSWORD)
        keyring.stdin.close()
        if ibus:
            # It answers seconds later; the story that types waits for that, the others need not.
            self.start("ibus-daemon", "--replace", "--xim", "--panel", "disable")
        self.wait_for_name(dunst, "org.freedesktop.Notifications")
        self.wait_for_name(keyring, "org.freedesktop.secrets")


def descendants() -> set:
    """Every living process below this one. As a subreaper it also gets those whose parents ended."""
    children: dict = {}
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            state, parent = Path(f"/proc/{entry}/stat").read_text().rsplit(")", 1)[1].split()[:2]
        except OSError:
            continue
        children.setdefault(int(parent), []).append((int(entry), state))
    found, open_ends = set(), [os.getpid()]
    while open_ends:
        for process, state in children.get(open_ends.pop(), []):
            open_ends.append(process)
            if state != "Z":
                found.add(process)
    return found


def reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def wait_for(command: subprocess.Popen) -> int:
    """The command's exit code. Orphans that came to this subreaper are reaped meanwhile, so that they are really gone."""
    while True:
        process, status = os.waitpid(-1, 0)
        if process == command.pid:
            code = os.waitstatus_to_exitcode(status)
            return 128 - code if code < 0 else code


def end_all(keep: set) -> None:
    for how, patience in ((signal.SIGTERM, 3.0), (signal.SIGKILL, 5.0)):
        told, end = set(), time.monotonic() + patience
        while (left := descendants() - keep) and time.monotonic() < end:
            for process in left - told:
                told.add(process)
                try:
                    os.kill(process, how)
                except ProcessLookupError:
                    pass
            time.sleep(0.02)
            reap()
    reap()


def main(arguments: list) -> int:
    ibus = arguments[:1] == ["--ibus"]
    command = arguments[1:] if ibus else arguments
    missing = [tool for tool in NEEDED + (("ibus-daemon",) if ibus else ()) if shutil.which(tool) is None]
    if not command or missing:
        print(f"with-desktop: {'missing: ' + ', '.join(missing) if missing else __doc__}", file=sys.stderr)
        return BROKEN
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    running = None
    asked_to_end = None

    def pass_on(number, _frame):
        nonlocal asked_to_end
        asked_to_end = number
        if running is not None:
            running.send_signal(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, pass_on)
    folder = Path(tempfile.mkdtemp(prefix="desktop-"))
    own: set = set()
    try:
        with open(os.environ.get("DESKTOP_LOG", os.devnull), "ab") as log:
            desktop = Desktop(folder, log)
            desktop.open(ibus)
            own = descendants()
            if asked_to_end is None:
                running = subprocess.Popen(command, env=desktop.environment)
                return wait_for(running)
            return 128 + asked_to_end
    except (Problem, OSError) as problem:
        print(f"with-desktop: {problem}", file=sys.stderr)
        return BROKEN
    finally:
        running = None
        end_all(keep=own)  # what the command left, while the desktop still stands
        end_all(keep=set())
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
