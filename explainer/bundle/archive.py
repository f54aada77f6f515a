"""ZIP archives that come out the same everywhere, which those of the standard library do not.

Python compresses with whichever zlib the system has, and these differ in their results; libdeflate does not. Names are
UTF-8, all files are plain and readable by everybody.
"""

from collections.abc import Mapping
from datetime import date
from struct import pack
from zlib import crc32

from deflate import deflate_compress

LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
#: What a program must know to unpack: version 2.0 of the format, deflated or stored, with names in UTF-8.
VERSION, UTF8, STORED, DEFLATED = 20, 0x800, 0, 8
#: Made on Unix, where modes of files are kept: plain, and readable by everybody.
UNIX, PLAIN = 3 << 8, 0o100644 << 16
BEST = 12
#: More needs another form of archive, which not all programs read.
MOST_FILES, MOST_BYTES = 0xFFFF, 0xFFFFFFFF


def archive(files: Mapping[str, bytes], day: date) -> bytes:
    """A ZIP of files by their path in it, in order of path, all dated at midnight of a day from 1980 on."""
    assert len(files) < MOST_FILES
    content, directory = bytearray(), bytearray()
    for path, data in sorted(files.items()):
        name = path.encode()
        method, packed = _packed(data)
        time = (day.year - 1980) << 25 | day.month << 21 | day.day << 16
        about = pack("<HHHLLLLHH", VERSION, UTF8, method, time, crc32(data), len(packed), len(data), len(name), 0)
        directory += CENTRAL + pack("<H", VERSION | UNIX) + about + pack("<HHHLL", 0, 0, 0, PLAIN, len(content)) + name
        content += LOCAL + about + name + packed
    assert len(content) < MOST_BYTES
    return (
        bytes(content + directory)
        + END
        + pack("<HHHHLLH", 0, 0, len(files), len(files), len(directory), len(content), 0)
    )


def _packed(data: bytes) -> tuple[int, bytes]:
    """How a file is kept, and its bytes: pictures are compressed already."""
    packed = bytes(deflate_compress(data, BEST))
    return (DEFLATED, packed) if len(packed) < len(data) else (STORED, data)
