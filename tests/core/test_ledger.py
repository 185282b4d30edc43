"""The Merkle tree: published vectors of RFC 6962, and proofs that the stand-alone checker reads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.core import ledger
from tests.checker import CHECKER

pytestmark = pytest.mark.unit

# Of the Certificate Transparency project (google/certificate-transparency, merkletree tests).
INPUTS = [
    bytes.fromhex(each)
    for each in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
B, C, D, E, F, G = (
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
)
INCLUSION = {
    (0, 8): [B, C, D],
    (5, 8): [E, F, ROOTS[4]],
    (2, 3): [ROOTS[2]],
    (1, 5): [ROOTS[1], C, E],
}
CONSISTENCY = {(1, 8): [B, C, D], (6, 8): [G, F, ROOTS[4]], (2, 5): [C, E], (1, 1): []}


# Made once by pymerkle 7.0.0 of leaves `bytes([n]) * n`, for logs of 1 to 70: get_root, and
# prove_inclusion of each leaf, its path without the leaf. SHA-256 over all of them. Its proofs of
# consistency are laid out in another way than those of the RFC, and it is GPL: so it is no
# dependency, not even of the tests.
REFERENCE = 70
REFERENCE_ROOTS = "c038561ecab370cf0e8c30a6690f66d95990c5ca94aaf287511d38c85141fdf0"
REFERENCE_PROOFS = "001132e2c444dd8fce65cd0d0dffeb5a1100c02a2c604d4325582f6f66e5c78b"


def digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def kept(inputs: list[bytes]) -> tuple[ledger.Growing, dict[int, bytes]]:
    log, found = ledger.Growing(), dict[int, bytes]()
    for data in inputs:
        found.update(log.append(ledger.leaf_hash(data)))
    return log, found


@pytest.mark.parametrize("size", range(9))
def test_roots_are_the_published_ones(size: int) -> None:
    assert kept(INPUTS[:size])[0].root.hex() == ROOTS[size]


@pytest.mark.parametrize("place", INCLUSION)
def test_inclusion_proofs_are_the_published_ones(place: tuple[int, int]) -> None:
    made = ledger.proof(ledger.inclusion(*place), kept(INPUTS)[1])
    assert [each.hex() for each in made] == INCLUSION[place]


@pytest.mark.parametrize("sizes", CONSISTENCY)
def test_consistency_proofs_are_the_published_ones(sizes: tuple[int, int]) -> None:
    made = ledger.proof(ledger.consistency(*sizes), kept(INPUTS)[1])
    assert [each.hex() for each in made] == CONSISTENCY[sizes]


def test_another_program_makes_the_same_trees() -> None:
    log, found = kept([])
    roots, proofs = [], []
    for number in range(REFERENCE):
        found.update(log.append(ledger.leaf_hash(bytes([number]) * number)))
        roots.append(log.root.hex())
        made = [ledger.proof(ledger.inclusion(n, number + 1), found) for n in range(number + 1)]
        proofs.append(hashlib.sha256(b"".join(b"".join(each) for each in made)).hexdigest())
    assert digest(roots) == REFERENCE_ROOTS
    assert digest(proofs) == REFERENCE_PROOFS


sizes = st.integers(1, 200)


@given(size=sizes, draw=st.data())
def test_every_leaf_is_proved_and_no_other(size: int, draw: st.DataObject) -> None:
    log, found = kept([b"%d" % number for number in range(size)])
    index = draw.draw(st.integers(0, size - 1))
    made = ledger.proof(ledger.inclusion(index, size), found)
    proved = CHECKER.root_of_inclusion(ledger.leaf_hash(b"%d" % index), index, size, made)
    assert proved == log.root
    assert CHECKER.root_of_inclusion(ledger.leaf_hash(b"x"), index, size, made) != log.root


@given(size=sizes, draw=st.data())
def test_every_beginning_is_proved(size: int, draw: st.DataObject) -> None:
    first = draw.draw(st.integers(1, size))
    inputs = [b"%d" % number for number in range(size)]
    (log, found), (old, _) = kept(inputs), kept(inputs[:first])
    made = ledger.proof(ledger.consistency(first, size), found)
    CHECKER.check_consistency(first, old.root, size, log.root, made)
    other, _ = kept([b"x", *inputs[1:first]])
    with pytest.raises(CHECKER.Wrong):
        CHECKER.check_consistency(first, other.root, size, log.root, made)


@given(first=st.integers(0, 100), more=st.integers(0, 50))
def test_a_log_grows_on_from_its_peaks(first: int, more: int) -> None:
    log, found = kept([b"%d" % number for number in range(first)])
    again = ledger.Growing(first, [found[place] for place in ledger.peaks((0, first))])
    for number in range(more):
        assert again.append(bytes([number])) == log.append(bytes([number]))
    assert again.root == log.root


def test_canonical_json_is_that_of_rfc_8785() -> None:
    made = ledger.canonical({"b": 'Quầy 2\n"\x01', "a": 53, "c": ""})
    assert made.decode() == '{"a":53,"b":"Quầy 2\\n\\"\\u0001","c":""}'
