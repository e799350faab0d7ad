"""Prints how the kernel has a terminal set, as JSON: asked from outside, by TCGETS2 of asm-generic/termbits.h."""

import fcntl
import json
import os
import struct
import sys

TCGETS2 = 0x802C542A
FLAGS = {"stopBits2": 0o100, "rtscts": 0x80000000, "hupcl": 0o2000, "parity": 0o400}
INPUT_FLAGS = {"ixon": 0o2000, "ixoff": 0o10000, "icrnl": 0o400}
LOCAL_FLAGS = {"canonical": 2, "echo": 8}

terminal = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
answer = fcntl.ioctl(terminal, TCGETS2, bytes(44))
os.close(terminal)
iflag, _oflag, cflag, lflag = struct.unpack_from("IIII", answer)
_ispeed, ospeed = struct.unpack_from("II", answer, 36)
print(
    json.dumps(
        {
            "baud": ospeed,
            **{name: bool(cflag & bit) for name, bit in FLAGS.items()},
            **{name: bool(iflag & bit) for name, bit in INPUT_FLAGS.items()},
            **{name: bool(lflag & bit) for name, bit in LOCAL_FLAGS.items()},
        }
    )
)
