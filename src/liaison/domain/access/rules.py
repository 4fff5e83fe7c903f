"""Roles, and the one table that says what each may do."""

from enum import StrEnum

from liaison.domain.errors import NotAllowed
from liaison.domain.values import PersonId, SlackUserId, Value, WorkspaceId

MEMBER = "member"
SUPPORT_OFFICER = "support-officer"
COMMITTEE_SERVICES_OFFICER = "committee-services-officer"
ADMINISTRATION_MANAGER = "administration-manager"
CHIEF_EXECUTIVE = "chief-executive"
TREASURER = "treasurer"
CHIEF_CONSTABLE = "chief-constable"
LINK_OFFICER = "link-officer"
STRATEGIC_PLANNING_MANAGER = "strategic-planning-manager"
ADMIN = "admin"

ROLES = (
    MEMBER,
    SUPPORT_OFFICER,
    COMMITTEE_SERVICES_OFFICER,
    ADMINISTRATION_MANAGER,
    CHIEF_EXECUTIVE,
    TREASURER,
    CHIEF_CONSTABLE,
    LINK_OFFICER,
    STRATEGIC_PLANNING_MANAGER,
    ADMIN,
)
STAFF = frozenset(
    {
        SUPPORT_OFFICER,
        COMMITTEE_SERVICES_OFFICER,
        ADMINISTRATION_MANAGER,
        CHIEF_EXECUTIVE,
        TREASURER,
        STRATEGIC_PLANNING_MANAGER,
        ADMIN,
    }
)
# Those who are told when something needs mending: who keeps the register first, who installed Liaison where they are none.
MENDERS = (COMMITTEE_SERVICES_OFFICER, ADMINISTRATION_MANAGER, ADMIN)


class Action(StrEnum):
    """What a person can ask of Liaison, as the sentence "You cannot ..." ends."""

    LOOK_UP = "look things up"
    FILE_REPORT = "file a report-back"
    RECEIVE_REPORTS = "see the reports that wait"
    ASSESS_RISK = "assess the risks of a partnership"
    SEE_REVIEWS = "see reviews"
    RECORD_REVIEW = "record a review"
    KEEP_CYCLES = "say what is reviewed, and when"
    SET_CHANNEL = "choose a committee's channel"
    EDIT_REGISTER = "change the register"
    LINK_PEOPLE = "say who is who in Slack, and what they may do"
    SEE_DIARY = "see the diary of meetings"
    NAME_STAND_IN = "name somebody to go to a meeting"
    SUPPORT_MEMBERS = "help members with their meetings"
    RECORD_CONTACT = "record contacts with partners"
    ASK_ADVICE = "ask for advice on a code of conduct, or give it"
    ACKNOWLEDGE = "say that you have read something"
    CIRCULATE = "circulate a document"
    SEE_READERS = "see who has read what"
    SEE_LINKS = "see who is linked to Slack"
    SEE_NOTICES = "see what Liaison still owes others, or send it again"
    KEEP_ACTIONS = "keep the action plan"
    SHARE_LESSON = "share a lesson"
    WITHDRAW_LESSON = "withdraw a lesson of somebody else's"
    SEE_RESTRICTED = "see what is restricted in the register"


ANYONE = None  # every linked person, whatever the role
ALLOWED: dict[Action, frozenset[str] | None] = {
    Action.LOOK_UP: ANYONE,
    Action.FILE_REPORT: STAFF | {MEMBER},
    Action.RECEIVE_REPORTS: frozenset({COMMITTEE_SERVICES_OFFICER}),
    Action.ASSESS_RISK: STAFF,
    Action.SEE_REVIEWS: STAFF | {MEMBER},
    Action.RECORD_REVIEW: STAFF,
    Action.KEEP_CYCLES: STAFF,
    Action.SET_CHANNEL: frozenset(MENDERS) | {CHIEF_EXECUTIVE},
    Action.EDIT_REGISTER: STAFF,
    Action.LINK_PEOPLE: frozenset(MENDERS),
    Action.SEE_DIARY: STAFF | {MEMBER},
    Action.NAME_STAND_IN: STAFF,
    Action.SUPPORT_MEMBERS: STAFF,
    Action.RECORD_CONTACT: STAFF,
    Action.ASK_ADVICE: ANYONE,
    Action.ACKNOWLEDGE: ANYONE,
    Action.CIRCULATE: frozenset(MENDERS) | {CHIEF_EXECUTIVE, STRATEGIC_PLANNING_MANAGER},
    Action.SEE_READERS: STAFF,
    Action.SEE_LINKS: STAFF,
    Action.SEE_NOTICES: frozenset(MENDERS),
    Action.KEEP_ACTIONS: STAFF,
    Action.SHARE_LESSON: STAFF | {MEMBER, LINK_OFFICER, CHIEF_CONSTABLE},
    Action.WITHDRAW_LESSON: STAFF,
    Action.SEE_RESTRICTED: STAFF | {MEMBER},
}


class Actor(Value):
    """A person of the register who acts through Slack, with the roles they hold in this workspace."""

    workspace: WorkspaceId
    slack_user: SlackUserId
    person: PersonId
    name: str
    roles: frozenset[str]

    def may(self, action: Action) -> bool:
        """Whether the table allows it."""
        allowed = ALLOWED[action]
        return allowed is ANYONE or bool(self.roles & allowed)


def role_title(role: str) -> str:
    """The role as people write it: "Committee Services Officer"."""
    return " ".join(word.capitalize() for word in role.split("-"))


def by_name(name: str) -> str:
    """Somebody's name within a sentence; where they are known by their role alone, "the Committee Services Officer"."""
    return f"the {name}" if name in {role_title(role) for role in ROLES} else name


def require(actor: Actor, action: Action) -> None:
    """Raises NotAllowed, naming who can, where the actor's roles do not cover the action."""
    if actor.may(action):
        return
    raise NotAllowed(
        f"Your role does not let you {action.value}.", f"Ask one of these to do it: {who_may(action)}."
    )


def who_may(action: Action) -> str:
    """The roles that may do something, as people write them."""
    able = ALLOWED[action] or frozenset()
    return ", ".join(role_title(role) for role in ROLES if role in able)
