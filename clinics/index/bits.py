"""Sets of places as whole numbers, which Python joins and counts fast: bit 5 stands for place 5."""

BLOCK = 128  # bytes that are counted, and passed over, together
IN_BYTE = [tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256)]


def bitmap_of(places):
    """Return the bitmap of some places, in any order."""
    if not places:
        return 0
    packed = bytearray((max(places) >> 3) + 1)
    for place in places:
        packed[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(packed, "little")


def places_of(bitmap, first=0, last=None):
    """Return the places in a bitmap in order, or of these the ones numbered `first` to `last` - 1."""
    if last is None:
        last = bitmap.bit_count()
    packed = bitmap.to_bytes((bitmap.bit_length() + 7) // 8, "little")
    places, passed = [], 0
    for start in range(0, len(packed), BLOCK):
        if passed >= last:
            break
        block = packed[start : start + BLOCK]
        count = int.from_bytes(block, "little").bit_count()
        if count and passed + count > first:
            inside = [place + bit for place, byte in enumerate_bytes(block, start) for bit in IN_BYTE[byte]]
            places += inside[max(first - passed, 0) : last - passed]
        passed += count
    return places


def enumerate_bytes(block, start):
    """Yield (place of the first bit, byte) for each byte of a block that begins at byte `start`."""
    return zip(range(start * 8, (start + len(block)) * 8, 8), block, strict=True)


def packed(pairs):
    """Return pairs of a member and its bitmap with bytes, in which single places are looked up fast."""
    return [(member, bitmap.to_bytes((bitmap.bit_length() + 7) // 8, "little")) for member, bitmap in pairs]


def members_at(place, pairs):
    """Return the members of packed bitmaps that hold a place."""
    byte, bit = place >> 3, 1 << (place & 7)
    return [member for member, held in pairs if byte < len(held) and held[byte] & bit]


def without(bitmap, place):
    """Return the bitmap with a place cut out: all higher places come one down."""
    low = bitmap & ((1 << place) - 1)
    return low | (bitmap >> (place + 1) << place)


def opened(bitmap, place):
    """Return the bitmap with an empty place put in: it and all higher places go one up."""
    low = bitmap & ((1 << place) - 1)
    return low | (bitmap >> place << (place + 1))
