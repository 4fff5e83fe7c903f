"""How partnerships hang together, and plain lists of them."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from liaison.domain.lookup.lists import existing
from liaison.domain.lookup.models import PER_PAGE, Answer, GroupEntry
from liaison.domain.lookup.rows import partnership_then
from liaison.domain.register.models import Group, Partnership
from liaison.domain.register.snapshot import Register
from liaison.domain.values import GroupId, PartnershipId, Value


class Branch(NamedTuple):
    """One partnership in the tree; `member` where it is a member of the one above it, and no part of it."""

    partnership: Partnership
    depth: int
    member: bool = False


class Layer(Value):
    """A group with those of its partnerships that are in no tree."""

    entry: GroupEntry
    partnerships: tuple[Partnership, ...] = ()
    links_to: tuple[Group, ...] = ()


class Tree(Value):
    """What is part of what on a day (A-10): trees, then groups, then what stands by itself. `root` is its only tree's."""

    day: date
    edition: str | None
    policy_edition: str | None
    root: Partnership | None = None
    above: tuple[Partnership, ...] = ()
    branches: tuple[Branch, ...] = ()
    layers: tuple[Layer, ...] = ()
    alone: tuple[Partnership, ...] = ()


class Listing(Value):
    """One page of a list of partnerships."""

    day: date
    edition: str | None
    policy_edition: str | None
    understood: str = ""
    total: int = 0
    page: int = 0
    partnerships: tuple[Partnership, ...] = ()


def tree(register: Register, of: PartnershipId | None, *, day: date) -> Tree:
    """The tree below one partnership, or everything where none is given (A-10)."""
    base = Tree(day=day, edition=register.edition, policy_edition=register.policy_edition)
    if of is not None and (root := register.partnership.get(of)):
        above = dict.fromkeys([*([root.parent] if root.parent else []), *root.member_of])
        return base.model_copy(
            update={
                "root": partnership_then(root, day),
                "above": tuple(
                    partnership_then(register.partnership[id_], day)
                    for id_ in above
                    if id_ in register.partnership
                ),
                "branches": tuple(_below(register, root, day)),
            }
        )
    there = [entry for entry in register.partnerships if entry.exists_on(day)]
    roots = [e for e in there if not _above(register, e, day) and any(_parts(register, e, day))]
    branches = [branch for root in roots for branch in _below(register, root, day)]
    shown = {branch.partnership.id for branch in branches}
    loose = [entry for entry in there if entry.id not in shown]
    return base.model_copy(
        update={
            "branches": tuple(branches),
            "layers": tuple(_layers(register, there, loose, day)),
            "alone": tuple(
                partnership_then(entry, day) for entry in loose if entry.group not in register.group
            ),
        }
    )


def listing(register: Register, *, day: date, page: int = 0) -> Listing:
    """Every partnership that exists on a day, a page at a time (A-19, A-22, A-23)."""
    there = existing(register, day)
    page = min(max(0, page), max(0, (len(there) - 1) // PER_PAGE))
    return Listing(
        day=day,
        edition=register.edition,
        policy_edition=register.policy_edition,
        total=len(there),
        page=page,
        partnerships=tuple(
            partnership_then(register.partnership[id_], day)
            for id_ in there[page * PER_PAGE : (page + 1) * PER_PAGE]
        ),
    )


def listed(found: Answer) -> Listing:
    """The partnerships of an answer, as a list."""
    return Listing(
        day=found.day,
        edition=found.edition,
        policy_edition=found.policy_edition,
        understood=found.understood or found.query,
        total=found.total,
        page=found.page,
        partnerships=tuple(row.partnership for row in found.partnerships),
    )


def _parts(register: Register, entry: Partnership, day: date) -> Iterator[Partnership]:
    return (part for part in register.parts_of(entry.id) if part.exists_on(day))


def _above(register: Register, entry: Partnership, day: date) -> bool:
    """Whether something stands above it on that day."""
    others = [*([entry.parent] if entry.parent else []), *entry.member_of]
    known = (register.partnership.get(other) for other in others)
    return any(other is not None and other.exists_on(day) for other in known)


def _below(register: Register, root: Partnership, day: date) -> Iterator[Branch]:
    """A partnership and all below it, each once, the parts before the members."""
    seen: set[PartnershipId] = set()
    waiting = [Branch(partnership=root, depth=0)]
    while waiting:
        branch = waiting.pop()
        if branch.partnership.id in seen:
            continue
        seen.add(branch.partnership.id)
        yield branch._replace(partnership=partnership_then(branch.partnership, day))
        parts = [
            Branch(partnership=part, depth=branch.depth + 1, member=part.parent != branch.partnership.id)
            for part in _parts(register, branch.partnership, day)
        ]
        parts.reverse()  # the last of those that wait comes first
        waiting += [part for part in parts if part.member] + [part for part in parts if not part.member]


def _layers(
    register: Register, there: Iterable[Partnership], loose: Iterable[Partnership], day: date
) -> Iterator[Layer]:
    """Every group, with how many of its partnerships the register names, and those that are in no tree."""
    named: dict[GroupId, int] = {}
    for entry in there:
        if entry.group:
            named[entry.group] = named.get(entry.group, 0) + 1
    outside: dict[GroupId, list[Partnership]] = {}
    for entry in loose:
        if entry.group:
            outside.setdefault(entry.group, []).append(partnership_then(entry, day))
    for group in register.groups:
        yield Layer(
            entry=GroupEntry(group=group, named=named.get(group.id, 0)),
            partnerships=tuple(outside.get(group.id, ())),
            links_to=tuple(register.group[other] for other in group.links_to if other in register.group),
        )
