"""A second reading of the zone files: the changes of offset, straight from their bytes.

The format is RFC 8536, https://www.rfc-editor.org/rfc/rfc8536
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from importlib.resources import files
from itertools import pairwise

UNIX_EPOCH = 719_163 * 86_400  # ordinal of 1970-01-01, in seconds

Changes = list[tuple[float, int]]
"""(second from which it holds, offset), the first from minus infinity."""


def all_keys() -> list[str]:
    return files("tzdata").joinpath("zones").read_text("utf-8").split()


def contents(key: str) -> bytes:
    return files("tzdata").joinpath("zoneinfo").joinpath(*key.split("/")).read_bytes()


def changes(data: bytes) -> Changes:
    """Return the changes that the file lists; its rule for later years is left out."""
    skipped = _header(data, 0)
    at = 44 + _length(skipped, 4)  # the block with 64-bit times follows the one with 32
    counts = _header(data, at)
    times, types = counts[3], counts[4]
    at += 44
    moments = struct.unpack_from(f">{times}q", data, at)
    indices = struct.unpack_from(f">{times}B", data, at + 8 * times)
    at += 9 * times
    offsets = [struct.unpack_from(">l", data, at + 6 * index)[0] for index in range(types)]
    found: Changes = [(float("-inf"), offsets[0])]
    found += [
        (when + UNIX_EPOCH, offsets[index]) for when, index in zip(moments, indices, strict=True)
    ]
    kept = found[:1]
    for (_, before), (when, after) in pairwise(found):
        if before != after:
            kept.append((when, after))
    return kept


def first_second(known: Changes, day: int) -> int:
    """Return the first second at which the wall shows `day` or a later one, by looking at all."""
    midnight = day * 86_400
    for (begins, offset), (ends, _) in pairwise([*known, (float("inf"), 0)]):
        second = max(begins, midnight - offset)
        if second < ends:
            return int(second)
    raise AssertionError(day)


def offset_at(known: Changes, second: int) -> int:
    return known[bisect_right([when for when, _ in known], second) - 1][1]


def _header(data: bytes, at: int) -> tuple[int, ...]:
    assert data[at : at + 4] == b"TZif"
    return struct.unpack_from(">6l", data, at + 20)


def _length(counts: tuple[int, ...], width: int) -> int:
    isutc, isstd, leaps, times, types, letters = counts
    return times * (width + 1) + types * 6 + letters + leaps * (width + 4) + isstd + isutc
