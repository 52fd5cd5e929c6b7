"""Keeps everything that passes an interface, until its stdin ends. python3 capture.py LINK FILE

Says "ready" on stdout, and how many bytes it kept at the end. Needs CAP_NET_RAW; of frames only their bytes are kept.
"""
import select
import socket
import sys

ETH_P_ALL = 3

link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 << 20)
link.bind((sys.argv[1], 0))
link.setblocking(False)
kept = 0
with open(sys.argv[2], "wb") as file:
    print("ready", flush=True)
    over = False
    while True:
        heard, _, _ = select.select([link] if over else [link, sys.stdin], [], [], 0.2 if over else None)
        if link in heard:
            frame = link.recv(1 << 17)
            kept += len(frame)
            file.write(frame)
        elif over:
            break
        if sys.stdin in heard and not sys.stdin.readline():
            over = True
print(kept, flush=True)
