"""PNG files of few colours, written by hand: the same on every machine, and several times as fast as by Pillow."""

from collections.abc import Iterable, Mapping
from struct import pack
from zlib import crc32

import numpy as np
from deflate import zlib_compress
from PIL import Image

#: How hard the compressor tries.
LEVEL = 9
#: What stands between keyword and text in a chunk of text: it is deflated, and in no language in particular.
ITXT_COMPRESSED = b"\0\1\0\0\0"


def png(pixels: "np.ndarray", roles: Iterable[str], most: int, texts: Mapping[str, str] | None = None) -> bytes:
    """A picture as a file of at most so many colours, given as rows of opaque RGBA pixels.

    Colours of roles (`#rrggbb`) stay exactly as they are, even if they are more. It carries `texts` by keyword,
    compressed.
    """
    height, width = pixels.shape[:2]
    palette, indices = _reduced(pixels, roles, most)
    rows = np.zeros((height, width + 1), np.uint8)  # each row begins with the filter that it has: none
    rows[:, 1:] = indices.reshape(height, width)
    chunks = [(b"IHDR", pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)), (b"PLTE", palette.tobytes())]
    for keyword, text in (texts or {}).items():
        compressed = bytes(zlib_compress(text.encode()))
        chunks.append((b"iTXt", keyword.encode("latin-1") + ITXT_COMPRESSED + compressed))
    chunks += [(b"IDAT", bytes(zlib_compress(rows.tobytes(), LEVEL))), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in chunks)


def _chunk(name: bytes, content: bytes) -> bytes:
    return pack(">I", len(content)) + name + content + pack(">I", crc32(name + content))


def _reduced(pixels: "np.ndarray", roles: Iterable[str], most: int) -> tuple["np.ndarray", "np.ndarray"]:
    """A palette, and the index of each pixel in it.

    Soft edges, which are mixtures of roles, come as near as the room that the roles leave allows. Most pixels have the
    colour of the one before, so what is sorted are runs.
    """
    flat = np.ascontiguousarray(pixels).view("<u4").ravel()
    starts = np.concatenate([[0], np.flatnonzero(flat[1:] != flat[:-1]) + 1])
    lengths = np.diff(starts, append=flat.size)
    found, of_run = np.unique(flat[starts], return_inverse=True)
    is_soft = ~np.isin(found, np.frombuffer(b"".join(bytes.fromhex(f"{role[1:]}ff") for role in roles), "<u4"))
    colours = found.view(np.uint8).reshape(-1, 4)[:, :3]
    weights = np.sqrt(np.bincount(of_run, weights=lengths)).astype(int)
    index = np.empty(len(found), np.uint8)
    palette, index[is_soft] = _mixed(colours[is_soft], weights[is_soft], max(most - int(sum(~is_soft)), 2))
    index[~is_soft] = len(palette) + np.arange(sum(~is_soft))
    return np.concatenate([palette, colours[~is_soft]]), np.repeat(index[of_run], lengths)


def _mixed(colours: "np.ndarray", weights: "np.ndarray", most: int) -> tuple["np.ndarray", "np.ndarray"]:
    """At most so many colours, and which of them stands for each that was given."""
    if len(colours) <= most:
        return colours, np.arange(len(colours))
    mixed = Image.fromarray(np.repeat(colours[None], weights, axis=1)).quantize(most)
    palette = np.array(mixed.getpalette("RGB"), np.uint8).reshape(-1, 3)
    return palette, np.asarray(mixed)[0][np.cumsum(weights) - 1]
