"""A table of mocked devices for umockdev.ts. Prints its folder; then obeys lines on stdin: `plug NODE DEVICE IOCTL REPORTS`
and `unplug NODE`, and says `ok` or `error …` after each. It ends with its stdin."""

import sys

import gi

gi.require_version("UMockdev", "1.0")
from gi.repository import UMockdev

bed = UMockdev.Testbed.new()
plugged = {}


def plug(node, device_file, ioctl_file, reports_pipe):
    with open(device_file, encoding="utf-8") as file:
        description = file.read()
    bed.add_from_string(description)
    bed.load_ioctl(node, ioctl_file)
    bed.load_script(node, reports_pipe)
    plugged[node] = ["/sys" + block.split("\n")[0][3:] for block in description.split("\n\n") if block.strip()]


def unplug(node):
    for path in plugged[node]:
        bed.uevent(path, "remove")
    for path in plugged.pop(node):
        bed.remove_device(path)


print(bed.get_root_dir(), flush=True)
for line in sys.stdin:
    order, *words = line.rstrip("\n").split("\t")
    try:
        {"plug": plug, "unplug": unplug}[order](*words)
        print("ok", flush=True)
    except Exception as error:  # whatever it is, the test must hear it
        print("error", repr(error), flush=True)
