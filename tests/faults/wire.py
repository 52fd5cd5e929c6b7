"""A bad cable: carries Ethernet frames between two interfaces, loses some and holds each back for a while.

python3 wire.py LINK LINK SEED. On stdin lines of "LOSS FROM TO": the part lost (0 to 1), and the delay in ms that is drawn
for each frame. It begins as a good cable, says "ready" on stdout, and ends with its stdin.
Needs CAP_NET_RAW. Nothing of the frames is read or changed.
"""
import heapq
import itertools
import os
import random
import select
import socket
import sys
import time

ETH_P_ALL = 3
SOL_PACKET = 263
PACKET_VNET_HDR = 15
PACKET_OUTGOING = 4
# Room for a frame that the sender's kernel has not cut into packets yet.
LARGEST = 1 << 17


def open_link(name):
    link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
    # The sender's kernel leaves checksums to the hardware; with this header the receiver's learns that they are still to come.
    link.setsockopt(SOL_PACKET, PACKET_VNET_HDR, 1)
    link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
    link.bind((name, 0))
    link.setblocking(False)
    return link


def main():
    links = [open_link(name) for name in sys.argv[1:3]]
    other = {links[0]: links[1], links[1]: links[0]}
    chance = random.Random(int(sys.argv[3]))
    loss, least, most = 0.0, 0.0, 0.0
    waiting, number = [], itertools.count()
    print("ready", flush=True)
    while True:
        now = time.monotonic()
        while waiting and waiting[0][0] <= now:
            _, _, link, frame = heapq.heappop(waiting)
            try:
                link.send(frame)
            except OSError:
                pass  # A queue is full, or the link went away: a cable says nothing either.
        patience = max(0.0, waiting[0][0] - now) if waiting else None
        ready, _, _ = select.select([*links, sys.stdin], [], [], patience)
        if sys.stdin in ready:
            said = os.read(sys.stdin.fileno(), 4096).decode()
            if not said:
                return
            loss, least, most = (float(word) for word in said.splitlines()[-1].split())
        for link in links:
            if link not in ready:
                continue
            try:
                while True:
                    frame, address = link.recvfrom(LARGEST)
                    if address[2] == PACKET_OUTGOING:
                        continue
                    if chance.random() < loss:
                        continue
                    due = time.monotonic() + chance.uniform(least, most) / 1000
                    heapq.heappush(waiting, (due, next(number), other[link], frame))
            except BlockingIOError:
                pass


main()
