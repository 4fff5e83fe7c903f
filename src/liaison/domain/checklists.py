"""The checklist engine: numbered questions from a versioned definition, answers by key, blanks (E-03, E-26 to E-45)."""

from collections.abc import Mapping

from liaison.domain.packs import Checklist, ChecklistNote, ChecklistSection
from liaison.domain.values import Value


class Question(Value):
    """One box to fill: `key` is "7" or "2a"; `label` starts with it; `under` is the item a lettered part belongs to."""

    key: str
    label: str
    under: str | None = None
    notes: tuple[int, ...] = ()


def questions(section: ChecklistSection) -> tuple[Question, ...]:
    """The questions of a section in order; each lettered part is answered on its own (E-28, E-30)."""
    found: list[Question] = []
    for item in section.items:
        if not item.sub_items:
            found.append(
                Question(key=str(item.number), label=f"{item.number}. {item.label}", notes=item.notes)
            )
        for part in item.sub_items:
            key = f"{item.number}{part.letter}"
            under = f"{item.number}. {item.label}"
            found.append(Question(key=key, label=f"{key}. {part.label}", under=under, notes=item.notes))
    return tuple(found)


def all_keys(checklist: Checklist) -> tuple[str, ...]:
    """Every question's key, in order."""
    return tuple(question.key for section in checklist.sections for question in questions(section))


def blanks(checklist: Checklist, answers: Mapping[str, str]) -> tuple[str, ...]:
    """The keys of the questions without an answer, in order (E-03)."""
    return tuple(key for key in all_keys(checklist) if not answers.get(key, "").strip())


def section_of(checklist: Checklist, key: str) -> int:
    """The index of the section that a question stands in."""
    return next(
        index
        for index, section in enumerate(checklist.sections)
        if key in {question.key for question in questions(section)}
    )


def notes_for(checklist: Checklist, question: Question) -> tuple[ChecklistNote, ...]:
    """The notes that belong beside a question."""
    return tuple(note for note in checklist.notes if note.number in question.notes)
