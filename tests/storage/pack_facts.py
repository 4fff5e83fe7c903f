"""What the tests of the packs' facts share: the packs, and ways to look into them."""

from liaison.domain.packs import KnowledgeEntry, Pack, Partnership, ReviewCycle, Seat
from liaison.storage.packs import load_pack

CUMBRIA = load_pack("cumbria")
CAMBRIDGESHIRE = load_pack("cambridgeshire")
BEDFORDSHIRE = load_pack("bedfordshire")
DORSET = load_pack("dorset")
HUMBERSIDE = load_pack("humberside")


def entries(pack: Pack) -> dict[str, Partnership]:
    return {entry.id: entry for entry in pack.register_.partnerships}


def seats(pack: Pack, role: str) -> list[tuple[str, Seat]]:
    return [
        (entry.id, seat) for entry in pack.register_.partnerships for seat in entry.seats if seat.role == role
    ]


def said(pack: Pack, topic: str) -> list[KnowledgeEntry]:
    return [entry for entry in pack.knowledge if entry.topic == topic]


def cycles(pack: Pack) -> dict[str, ReviewCycle]:
    return {cycle.id: cycle for cycle in pack.review_cycles}
