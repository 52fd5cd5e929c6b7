#!/usr/bin/python3
"""A tray without a screen, for stories: it takes the icons of the session bus, tells of them and presses them.

It speaks the StatusNotifierItem specification (freedesktop.org) as watcher and host, and com.canonical.dbusmenu. One JSON object
a line on stdin asks, one on stdout answers; it goes when stdin ends.

  {"do": "items"}                  {"items": [{"tooltip": …, "icon": "a hash of its pixels", "menu": [{"label": …, "enabled": …}]}]}
  {"do": "press"}                  a left click on the first icon
  {"do": "choose", "label": …}     presses that line of its menu; {"error": …} where it is not there or not enabled

Debian's python3-dbus and python3-gi are made for /usr/bin/python3.
"""
import hashlib
import json
import sys

import dbus
import dbus.service
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

WATCHER = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
PROPERTIES = "org.freedesktop.DBus.Properties"


class Watcher(dbus.service.Object):
    """The icons that registered, by the name and path they are at."""

    def __init__(self, bus):
        super().__init__(bus, "/StatusNotifierWatcher")
        self.items = []
        bus.add_signal_receiver(self.forget, "NameOwnerChanged", "org.freedesktop.DBus")

    def forget(self, name, _before, owner):
        if owner == "":
            self.items = [item for item in self.items if item[0] != name]

    @dbus.service.method(WATCHER, in_signature="s", sender_keyword="sender")
    def RegisterStatusNotifierItem(self, service, sender=None):
        item = (sender, service) if service.startswith("/") else (service, "/StatusNotifierItem")
        if item not in self.items:
            self.items.append(item)
            self.StatusNotifierItemRegistered("".join(item))

    @dbus.service.method(WATCHER, in_signature="s")
    def RegisterStatusNotifierHost(self, _service):
        pass

    @dbus.service.signal(WATCHER, signature="s")
    def StatusNotifierItemRegistered(self, item):
        pass

    @dbus.service.method(PROPERTIES, in_signature="ss", out_signature="v")
    def Get(self, interface, name):
        return self.GetAll(interface)[name]

    @dbus.service.method(PROPERTIES, in_signature="s", out_signature="a{sv}")
    def GetAll(self, _interface):
        return {
            "IsStatusNotifierHostRegistered": True,
            "ProtocolVersion": dbus.Int32(0),
            "RegisteredStatusNotifierItems": dbus.Array(["".join(item) for item in self.items], signature="s"),
        }


def lines_of(layout):
    """The lines that have a label, with their numbers; submenus in their place."""
    number, properties, children = layout
    if "label" in properties:
        yield int(number), properties
    for child in children:
        yield from lines_of(child)


def written(label):
    """As it is read: one underscore marks a key of access, two are one."""
    return str(label).replace("__", "\0").replace("_", "").replace("\0", "_")


class Icon:
    def __init__(self, bus, name, path):
        self.icon = bus.get_object(name, path)
        self.properties = dbus.Interface(self.icon, PROPERTIES).GetAll(ITEM)
        self.menu = dbus.Interface(bus.get_object(name, self.properties["Menu"]), MENU)

    def lines(self):
        try:
            self.menu.AboutToShow(dbus.Int32(0))
        except dbus.DBusException:
            # Chromium's menus have nothing to prepare, and say so like this.
            pass
        layout = self.menu.GetLayout(dbus.Int32(0), dbus.Int32(-1), dbus.Array([], signature="s"))[1]
        return list(lines_of(layout))

    def told(self):
        pixels = b"".join(bytes(picture[2]) for picture in self.properties.get("IconPixmap", []))
        picture = pixels or bytes(self.properties.get("IconName", ""), "utf8")
        return {
            "tooltip": str(self.properties["ToolTip"][2]),
            "icon": hashlib.sha256(picture).hexdigest()[:16],
            "menu": [{"label": written(line["label"]), "enabled": bool(line.get("enabled", True))} for _, line in self.lines()],
        }

    def press(self):
        dbus.Interface(self.icon, ITEM).Activate(dbus.Int32(0), dbus.Int32(0))

    def choose(self, label):
        for number, line in self.lines():
            if written(line["label"]) == label and line.get("enabled", True):
                self.menu.Event(dbus.Int32(number), "clicked", dbus.Int32(0, variant_level=1), dbus.UInt32(0))
                return {}
        return {"error": f"there is no line {label!r} to choose"}


def answer(bus, watcher, asked):
    icons = [Icon(bus, *item) for item in watcher.items]
    if asked["do"] == "items":
        return {"items": [icon.told() for icon in icons]}
    if not icons:
        return {"error": "there is no icon"}
    return icons[0].choose(asked["label"]) if asked["do"] == "choose" else icons[0].press() or {}


def main():
    bus = dbus.SessionBus(mainloop=DBusGMainLoop())
    watcher = Watcher(bus)
    name = dbus.service.BusName(WATCHER, bus, do_not_queue=True)
    loop = GLib.MainLoop()

    def say(what):
        print(json.dumps(what, ensure_ascii=False), flush=True)

    def hear(stream, _condition):
        line = stream.readline()
        if line == "":
            loop.quit()
            return False
        try:
            say(answer(bus, watcher, json.loads(line)))
        except dbus.DBusException as error:
            # An icon that is going answers no more.
            say({"error": str(error)})
        return True

    GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, hear)
    say({"ready": str(name.get_name())})
    loop.run()


main()
