"""The service of card readers on a mocked USB bus, for pcsc.ts. Obeys lines on stdin: `start`, `wait`, `plug`, `unplug`, and
says `ok …` or `error …` after each; `start` says the service's number, which the test may end. It ends with its stdin."""

import ctypes
import signal
import subprocess
import sys

import gi

gi.require_version("UMockdev", "1.0")
from gi.repository import UMockdev

DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG

bed = UMockdev.Testbed.new()
reader = []
service = None


def die_with_parent():
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)


def start():
    global service
    service = subprocess.Popen(
        ["pcscd", "--foreground", "--config", sys.argv[1]],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL if len(sys.argv) < 3 else open(sys.argv[2], "a"),
        preexec_fn=die_with_parent,
    )
    return service.pid


def wait():
    return service.wait() if service is not None else 0


def plug():
    device = bed.add_device(
        "usb",
        "usb1-1",
        None,
        ["idVendor", "072f", "idProduct", "2200", "busnum", "1", "devnum", "2", "bcdDevice", "0214", "bDeviceClass", "00"],
        ["DEVTYPE", "usb_device", "DEVNAME", "/dev/bus/usb/001/002", "PRODUCT", "72f/2200/214", "BUSNUM", "001", "DEVNUM", "002"],
    )
    interface = bed.add_device(
        "usb",
        "usb1-1:1.0",
        device,
        ["bInterfaceNumber", "00", "bInterfaceClass", "0b", "interface", "PICC Interface"],
        ["DEVTYPE", "usb_interface", "PRODUCT", "72f/2200/214", "INTERFACE", "11/0/0"],
    )
    reader.extend([interface, device])


def unplug():
    for path in reader:
        bed.uevent(path, "remove")
    for path in reader:
        bed.remove_device(path)
    reader.clear()


print("ok", flush=True)
for line in sys.stdin:
    try:
        said = {"start": start, "wait": wait, "plug": plug, "unplug": unplug}[line.strip()]()
        print("ok", "" if said is None else said, flush=True)
    except Exception as error:  # whatever it is, the test must hear it
        print("error", repr(error), flush=True)
if service is not None:
    service.kill()
    service.wait()
