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
# Those who are told when something needs mending, the likeliest to mend it first.
MENDERS = (ADMIN, COMMITTEE_SERVICES_OFFICER, ADMINISTRATION_MANAGER)


class Action(StrEnum):
    """What a person can ask of Liaison, as the sentence "You cannot ..." ends."""

    LOOK_UP = "look things up"
    FILE_REPORT = "file a report-back"
    RECEIVE_REPORTS = "see the reports that wait"
    ASSESS_RISK = "assess the risks of a partnership"
    SEE_REVIEWS = "see reviews"
    RECORD_REVIEW = "record a review"
    SET_CHANNEL = "choose a committee's channel"


ANYONE = None  # every linked person, whatever the role
ALLOWED: dict[Action, frozenset[str] | None] = {
    Action.LOOK_UP: ANYONE,
    Action.FILE_REPORT: STAFF | {MEMBER},
    Action.RECEIVE_REPORTS: frozenset({COMMITTEE_SERVICES_OFFICER}),
    Action.ASSESS_RISK: STAFF,
    Action.SEE_REVIEWS: STAFF | {MEMBER},
    Action.RECORD_REVIEW: STAFF,
    Action.SET_CHANNEL: frozenset(MENDERS) | {CHIEF_EXECUTIVE},
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


def require(actor: Actor, action: Action) -> None:
    """Raises NotAllowed, naming who can, where the actor's roles do not cover the action."""
    if actor.may(action):
        return
    able = ALLOWED[action] or frozenset()
    who = ", ".join(role_title(role) for role in ROLES if role in able)
    raise NotAllowed(f"Your role does not let you {action.value}.", f"Ask one of these to do it: {who}.")
