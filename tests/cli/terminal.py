"""Runs a command on a terminal of its own, types TYPED once WHEN was shown, prints all that was shown: terminal.py WHEN TYPED COMMAND…"""
import os
import pty
import sys

when, typed, command = sys.argv[1].encode(), sys.argv[2].encode(), sys.argv[3:]
child, terminal = pty.fork()
if child == 0:
    os.execvp(command[0], command)
shown = b""
done = False
while True:
    try:
        data = os.read(terminal, 65536)
    except OSError:
        break
    if not data:
        break
    shown += data
    if not done and when in shown:
        done = True
        os.write(terminal, typed)
_, status = os.waitpid(child, 0)
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(status))
