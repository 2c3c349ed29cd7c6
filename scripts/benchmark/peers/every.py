"""All peers, in the order in which they are measured and shown."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from benchmark.errors import BenchError
from benchmark.peers.blog import Blog
from benchmark.peers.eleventy import Eleventy
from benchmark.peers.hugo import Hugo
from benchmark.peers.interface import Peer
from benchmark.peers.material import Material
from benchmark.peers.ours import Ours
from benchmark.peers.pelican import Pelican
from benchmark.peers.zensical import Zensical

OURSELVES: Peer = Ours()

PEERS: tuple[Peer, ...] = (
    Ours("unsigned", "Answerable, without signatures", largest=20_000, signed=False),
    Hugo(),
    Hugo("hugo-lean", "Hugo, without data and embedding", lean=True),
    Eleventy(),
    Pelican(),
    Material(),
    Zensical(),
    Blog(),
)


def chosen(names: Iterable[str]) -> list[Peer]:
    """The peers with these names. Raises BenchError for a name that none has."""
    known = {peer.name: peer for peer in PEERS}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise BenchError(f"no peer '{unknown[0]}'; there are {', '.join(known)}")
    return [known[name] for name in names]


def installed(peers: Iterable[Peer], place: Path) -> dict[Peer, str]:
    """The peers that are installed, with their versions."""
    versions = ((peer, peer.version(place / peer.name)) for peer in peers)
    return {peer: version for peer, version in versions if version is not None}
