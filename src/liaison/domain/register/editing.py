"""Use-cases that change the register: from a form, a button or a file, and back again.

Every change is checked as a whole, kept with what was before and after, put into the audit trail, and told to whoever
made it in a message that can undo it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from liaison.domain import audit
from liaison.domain.access.rules import Action, Actor, require
from liaison.domain.dates import local_day
from liaison.domain.errors import AlreadyDone, BadInput, NotFound
from liaison.domain.names import fold
from liaison.domain.notices import models as notices
from liaison.domain.notices import moving
from liaison.domain.notices.models import Kind as NoticeKind
from liaison.domain.notices.models import Notice
from liaison.domain.ports import UnitOfWork
from liaison.domain.register import accounts, renaming, reported, watch
from liaison.domain.register.cells import Cell, Names, in_words, name_of, read
from liaison.domain.register.changes import Change, Difference, How, differences, reverse
from liaison.domain.register.closing import filled_by, moved_with
from liaison.domain.register.entries import Edit
from liaison.domain.register.fields import SORTS
from liaison.domain.register.models import KINDS, Appointment, Entry, Kind, Partnership, Signature
from liaison.domain.register.rules import check, faults
from liaison.domain.register.snapshot import Register
from liaison.domain.register.supporting import newly_supported, not_by_oneself
from liaison.domain.register.winding_up import given_back, kept_within
from liaison.domain.values import PersonId, new_id

MOST_IN_SUBJECT = 100
LOOKED_THROUGH = 200  # of the latest changes, for the one that an end was given by
MOST_SAID = 20  # partnerships on which one message says who supports somebody


def loaded(uow: UnitOfWork) -> Register:
    """The register, locked until the transaction ends. Raises NotFound where none has been loaded."""
    uow.register.lock()
    register = uow.register.load()
    if register is None:
        raise NotFound(
            "No register has been loaded for this workspace yet.",
            "Ask your administrator to run: liaison seed PACK --team TEAM.",
        )
    return register


def apply(
    uow: UnitOfWork,
    actor: Actor | None,
    edits: Sequence[Edit],
    *,
    how: How,
    now: datetime,
    undoes: int | None = None,
) -> Change | None:
    """Makes a change, whole or not at all; None where it would change nothing. `actor` is None on the command line.

    No seat runs on or begins after the end of its partnership: it ends with it, or is taken back (A-24).

    Raises NotAllowed, and BadInput where something must not be so.
    """
    register = loaded(uow)
    edits = kept_within(register, edits, back=how == "undo")
    found = differences(register, edits)
    for action in sorted({_needed_for(difference, actor, how) for difference in found}):
        if actor:
            require(actor, action)
    if not found:
        return None
    after = register.changed(edits)
    undone = uow.changes.get(undoes) if undoes else None
    # Whoever changed something as the last may take it back: all is then as it was before, also what they could read.
    was_last = undone and (undone.by_user, undone.version) == (actor and actor.slack_user, register.version)
    if actor and not was_last:
        not_by_oneself(uow, register, after, found, actor)
    check(after, found)
    change = Change(
        version=uow.register.save([Edit(d.kind, d.id, d.after) for d in found]),
        at=now,
        by=actor.name if actor else "the command line",
        by_user=actor.slack_user if actor else None,
        how=how,
        differences=found,
        undoes=undoes,
    )
    uow.changes.add(change)
    audit.record(
        uow.audit,
        at=now,
        actor=actor.name if actor else "command line",
        action="register changed" if undoes is None else "register change undone",
        subject=_subject(found),
        version=str(change.version),
        how=how,
    )
    watch.follow(uow, after, found, by=change.by, now=now)
    accounts.follow(uow, after, found, by=change.by, now=now)
    moving.follow(uow, after, found, now=now)
    reported.follow(uow, after, found)
    if how != "undo":  # what was told of the change that is taken back says so
        _owe_members(uow, register, after, change, actor)
    acknowledges = how == "button" and actor and all(_is_own_signature(d, actor) for d in found)
    if actor and undoes is None and not acknowledges and how != "report-back":
        _owe_confirmation(uow, actor, change)
    return change


def edit(
    uow: UnitOfWork,
    actor: Actor,
    kind: Kind,
    id_: str | None,
    typed: Mapping[str, Cell],
    *,
    opened_at: int,
    now: datetime,
) -> Change | None:
    """Takes a form: a new entry, or the fields of one that was shown at the register's version `opened_at`.

    Only what the person changed is changed; where somebody else has changed the same field in the meantime, nothing is.
    A new name leaves the old one among the former ones, unless it corrects a mistake; see `renaming` (A-24).
    A new appointment fills the vacancy of its role, which follows where its days are corrected (A-06); what was taken
    back for the end of a partnership returns where that is corrected (A-24). Raises BadInput, with the field, for what
    cannot be read, must not be so, or was changed by somebody else.
    """
    register = loaded(uow)
    values = read_values(register, kind, typed, now=now)
    if id_ is None:
        entry = new_entry(register, kind, values)
        taken = register.entry(kind, entry.id)
        if taken is not None:  # only a link brings an id of its own
            name = name_of(register, kind, taken)
            raise BadInput(
                "This Slack user is linked already.", f"Change that link instead: {name}.", field="id"
            )
        edits = [Edit(kind, entry.id, entry)]
        if isinstance(entry, Appointment):
            beside = register.all_seats_of(entry.partnership)
            edits += filled_by(beside, entry, local_day(now, register.timezone))
        return apply(uow, actor, edits, how="form", now=now)
    if values.get("id", id_) != id_:
        raise BadInput(
            "A link stays with its Slack user.", "Remove this link, and add one for the other.", field="id"
        )
    current = register.entry(kind, id_)
    if current is None:
        raise AlreadyDone(
            f"This {SORTS[kind].one} has been removed from the register.",
            "Type /partnership to see what there is.",
        )
    shown = as_it_was(current, uow.changes.after(opened_at), kind)
    theirs = {name: value for name, value in values.items() if value != getattr(shown, name)}
    for name, value in theirs.items():
        if getattr(current, name) not in (getattr(shown, name), value):
            field = SORTS[kind].field(name)
            now_says = in_words(field, current, Names(register)) or "nothing"
            raise BadInput(
                f"Somebody else has changed {field.label} meanwhile: it now says {now_says[:200]}.",
                "Close the form, and open it again: it shows both.",
                field=name,
            )
    entry = _with(kind, current, theirs)
    today = local_day(now, register.timezone)
    entry = renaming.as_typed(current, entry, typed, Names(register), today=today)
    edits = [Edit(kind, id_, entry), *_given_back(uow, register, current, entry)]
    if isinstance(current, Appointment) and isinstance(entry, Appointment):
        edits += moved_with(register, current, entry)
    return apply(uow, actor, edits, how="form", now=now)


def undo(uow: UnitOfWork, actor: Actor, version: int, *, now: datetime) -> Change:
    """Takes a change back, as long as nothing that it touched has changed since.

    Raises NotFound, AlreadyDone where it was undone before, and BadInput, naming who changed what since.
    """
    change = uow.changes.get(version)
    if change is None:
        raise NotFound(
            "That change is not in this workspace.", "Type /partnership changes to see the latest."
        )
    for difference in change.differences:
        require(actor, _needed_for(difference, actor, "undo"))
    if change.undone_by is not None:
        raise AlreadyDone(
            "That change has been undone already.", "Type /partnership changes to see the latest."
        )
    register = loaded(uow)
    for difference in change.differences:
        if register.entry(difference.kind, difference.id) != difference.after:
            later = [c for c in uow.changes.after(version) if _touches(c, difference)]
            entry = difference.after or difference.before
            name = name_of(register, difference.kind, entry) if entry else difference.id
            raise BadInput(
                f"{name} has been changed since, by {later[-1].by if later else 'somebody else'}.",
                "Undo that change first, or edit the entry.",
            )
    done = apply(uow, actor, reverse(change), how="undo", now=now, undoes=version)
    if done is None:
        raise AlreadyDone(
            "That change has been undone already.", "Type /partnership changes to see the latest."
        )
    _mark_undone(uow, change, by=done.version)
    return done


def may_undo(actor: Actor, change: Change) -> bool:
    """Whether the actor's roles cover taking a change back."""
    return all(actor.may(_needed_for(difference, actor, "undo")) for difference in change.differences)


def _mark_undone(uow: UnitOfWork, change: Change, *, by: int) -> None:
    """Keeps that a change was undone; what it had itself undone holds again, and so on (UX-07)."""
    uow.changes.save(change.model_copy(update={"undone_by": by}))
    notices.settle(uow.notices, subject_of(change.version))
    again = uow.changes.get(change.undoes) if change.undoes else None
    if again is None:
        return
    uow.changes.save(again.model_copy(update={"undone_by": None}))
    notices.refresh(uow.notices, subject_of(again.version))
    back = uow.changes.get(again.undoes) if again.undoes else None
    if back:
        _mark_undone(uow, back, by=again.version)


def _given_back(uow: UnitOfWork, register: Register, before: Entry, after: Entry) -> list[Edit]:
    """The seats that return where the end of their partnership is corrected, as far as nothing speaks against them."""
    ends = [getattr(entry, "until", None) for entry in (before, after)]
    if not isinstance(before, Partnership) or ends[0] is None or ends[0] == ends[1]:
        return []
    found = given_back(register, before, after, uow.changes.latest(LOOKED_THROUGH))
    entry = Edit("partnerships", before.id, after)
    return [
        edit for edit in found if not faults(register.changed([entry, edit]), differences(register, [edit]))
    ]


def read_values(
    register: Register, kind: Kind, typed: Mapping[str, Cell], *, now: datetime
) -> dict[str, object]:
    """What was typed into a form, as values of the entry's fields. Raises BadInput, which names the field."""
    names, today = Names(register), local_day(now, register.timezone)
    fields = {name: SORTS[kind].field(name) for name in typed if name not in renaming.ASKED}
    return {name: read(field, typed[name], names, today=today) for name, field in fields.items()}


def new_entry(register: Register, kind: Kind, values: Mapping[str, Any]) -> Entry:
    """A new entry with an id of its own: readable where the entry has a name."""
    if "id" in values:
        return KINDS[kind].model_validate(values)
    slug = "-".join(fold(str(values.get("name", ""))).split())[:60] or new_id()[:12]
    taken = 1
    id_ = slug
    while register.entry(kind, id_) is not None:
        taken += 1
        id_ = f"{slug}-{taken}"
    return KINDS[kind].model_validate({**_said(kind, values), "id": id_})


def as_it_was(current: Entry, later: Sequence[Change], kind: Kind) -> Entry:
    """The entry as it stood before later changes; itself where none of them touched it."""
    for change in later:
        for difference in change.differences:
            if (difference.kind, difference.id) == (kind, current.id) and difference.before is not None:
                return difference.before
    return current


def subject_of(version: int) -> str:
    """What the notices of a change are about."""
    return f"change {version}"


def version_of(subject: str) -> int:
    """The change that a notice with such a subject is about."""
    return int(subject.removeprefix("change "))


def _with(kind: Kind, entry: Entry, values: Mapping[str, object]) -> Entry:
    # Validated, which model_copy is not.
    return KINDS[kind].model_validate({**dict(entry), **_said(kind, values)})


def _said(kind: Kind, values: Mapping[str, object]) -> dict[str, object]:
    """The values, with the kind's own in the place of what was left empty but cannot be."""
    fields = KINDS[kind].model_fields
    return {name: fields[name].default if value is None else value for name, value in values.items()}


def _needed_for(difference: Difference, actor: Actor | None, how: How) -> Action:
    """What somebody must be allowed to do to make it: roles and channels are not for everybody on the staff."""
    if actor and how == "button" and _is_own_signature(difference, actor):
        return Action.ACKNOWLEDGE
    if how == "report-back":
        return Action.FILE_REPORT
    if difference.kind == "links":
        return Action.LINK_PEOPLE
    # Before as well as after, so that whoever may make a change may take it back.
    if difference.kind == "committees" and "channel" in difference.fields:
        return Action.SET_CHANNEL
    return Action.EDIT_REGISTER


def _is_own_signature(difference: Difference, actor: Actor) -> bool:
    """Whether somebody says for themselves, for the first time, that they have read something (B-15)."""
    signed = difference.after
    return difference.before is None and isinstance(signed, Signature) and signed.person == actor.person


def _touches(change: Change, difference: Difference) -> bool:
    return any((d.kind, d.id) == (difference.kind, difference.id) for d in change.differences)


def _subject(found: Sequence[Difference]) -> str:
    if len(found) == 1:
        return f"{found[0].kind}: {found[0].id}"[:MOST_IN_SUBJECT]
    return f"{len(found)} entries"


def _owe_members(
    uow: UnitOfWork, before: Register, after: Register, change: Change, actor: Actor | None
) -> None:
    """Owes those to whom a change gives another support officer the news, unless they made it themselves."""
    said: dict[PersonId, list[str]] = {}
    today = local_day(change.at, after.timezone)
    for member, sentence in newly_supported(before, after, change.differences, today):
        said.setdefault(member, []).append(sentence)
    for member, sentences in said.items():
        link = after.link_of(member)
        if link and not (actor and actor.person == member):
            uow.notices.add(
                Notice(
                    key=f"support changed:{change.version}:{link.id}",
                    kind=NoticeKind.SUPPORT_CHANGED,
                    subject=subject_of(change.version),
                    reason="Somebody else supports you.",
                    to_user=link.id,
                    facts={"said": "\n".join(sentences[:MOST_SAID])},
                    due=change.at,
                )
            )


def _owe_confirmation(uow: UnitOfWork, actor: Actor, change: Change) -> None:
    uow.notices.add(
        Notice(
            key=f"register changed:{change.version}",
            kind=NoticeKind.REGISTER_CHANGED,
            subject=subject_of(change.version),
            reason="You changed the register.",
            to_user=actor.slack_user,
            due=change.at,
        )
    )
