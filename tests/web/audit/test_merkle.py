"""The tree of hashes agrees with the definition in RFC 6962, written here as plainly as it stands there."""

from __future__ import annotations

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from hejda_audit.merkle import Tree, included, inclusion_proof
from hejda_web.audit import chain

LOGS = st.integers(0, 70).map(lambda size: [sha256(b"%d" % n).digest() for n in range(size)])


def naive_root(hashes: list[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1."""
    if not hashes:
        return sha256(b"").digest()
    if len(hashes) == 1:
        return sha256(b"\x00" + hashes[0]).digest()
    half = largest_power_below(len(hashes))
    return sha256(b"\x01" + naive_root(hashes[:half]) + naive_root(hashes[half:])).digest()


def naive_path(hashes: list[bytes], index: int) -> list[bytes]:
    """PATH of RFC 6962, section 2.1.1; `index` from 0."""
    if len(hashes) == 1:
        return []
    half = largest_power_below(len(hashes))
    if index < half:
        return [*naive_path(hashes[:half], index), naive_root(hashes[half:])]
    return [*naive_path(hashes[half:], index - half), naive_root(hashes[:half])]


def largest_power_below(size: int) -> int:
    """The largest power of two smaller than `size`."""
    power = 1
    while power * 2 < size:
        power *= 2
    return power


def test_published_roots() -> None:
    """The empty tree and the tree of one empty leaf, as Certificate Transparency's own tests have them."""
    assert Tree().root().hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    tree = Tree()
    tree.extend([b""])
    assert tree.root().hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    tree.extend([b"\x00"])
    assert tree.root().hex() == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"


@given(hashes=LOGS, steps=st.lists(st.integers(0, 9)))
def test_a_tree_grown_in_any_steps_is_the_tree_of_the_definition(
    hashes: list[bytes], steps: list[int]
) -> None:
    tree, frontier, done = Tree(), list[bytes](), 0
    for step in [*steps, len(hashes)]:
        more = hashes[done : done + step]
        tree.extend(more)
        frontier = chain.grown(done, frontier, more)
        done += len(more)
        assert tree.root() == chain.root(frontier) == naive_root(hashes[:done])
        assert tree.frontier() == frontier


@given(hashes=LOGS.filter(bool), where=st.integers(0, 1000))
def test_every_proof_is_the_one_of_the_definition_and_holds(
    hashes: list[bytes], where: int
) -> None:
    index = where % len(hashes)
    path = inclusion_proof(hashes, index + 1)
    assert path == naive_path(hashes, index)
    assert included(hashes[index], index + 1, len(hashes), path, naive_root(hashes))


@given(
    hashes=LOGS.filter(lambda log: len(log) > 1),
    where=st.integers(0, 1000),
    other=st.integers(0, 99),
)
def test_no_proof_holds_for_anything_else(hashes: list[bytes], where: int, other: int) -> None:
    size, place = len(hashes), where % len(hashes) + 1
    path, root = inclusion_proof(hashes, place), naive_root(hashes)
    stranger = sha256(b"stranger").digest()
    wrong = other % len(path)
    changed = [*path[:wrong], stranger, *path[wrong + 1 :]]
    assert not included(stranger, place, size, path, root)
    assert not included(hashes[place - 1], place, size, changed, root)
    assert not included(hashes[place - 1], place, size, [*path, stranger], root)
    assert not included(hashes[place - 1], place, size, path[:-1], root)
    assert not included(hashes[place - 1], place, size, path, stranger)
    assert not included(hashes[place - 1], place % size + 1, size, path, root)
    assert not included(hashes[place - 1], 0, size, path, root)
    assert not included(hashes[place - 1], size + 1, size, path, root)
