"""What can be said of each kind of entry: one table, from which forms, workbooks and changes take their labels.

A field's `label` heads its column and its input; `hint` says how to fill it in. What is `restricted` is left out of the
public export and of whatever is shared in a channel (A-17). `part` is the page of the form on which it stands.
"""

from liaison.domain.register.controls import Control, Field, Sort
from liaison.domain.register.models import Kind

LIST = "One on each line."
ALSO_CALLED = Field(
    name="also_called",
    label="Also called",
    control=Control.LINES,
    hint=f"Other names and abbreviations. {LIST}",
)
FORMERLY = Field(
    name="formerly",
    label="Formerly",
    control=Control.FORMER_NAMES,
    hint=f"Older names. {LIST} Add the day it ended, if known: Eastern CSP (until 1 May 2010).",
)
SINCE = Field(
    name="since", label="From", control=Control.DATE, hint="The first day. Leave empty if not known."
)
UNTIL = Field(
    name="until",
    label="Until",
    control=Control.DATE,
    hint="The day on which it ends: the first day on which it no longer holds.",
)
WHAT, AIMS, WHO, LINKED, NAMES, MEETS = (
    "What it is",
    "Purpose and aims",
    "Who takes part",
    "How it is linked",
    "Names",
    "Meetings and notes",
)

ABOUT = Sort(
    one="edition",
    many="editions",
    fields=(
        Field(name="authority", label="Authority", needed=True),
        Field(name="force", label="Force"),
        Field(name="edition", label="Edition of the list", hint="For example 2008/09."),
        Field(name="policy_edition", label="Edition of the policy", hint="For example 2009-10."),
    ),
)
COMMITTEE = Sort(
    one="committee",
    many="committees",
    fields=(
        Field(name="name", label="Name", needed=True),
        Field(name="short", label="Abbreviation"),
        ALSO_CALLED,
        FORMERLY,
        Field(
            name="kind",
            label="Kind",
            control=Control.CHOICE,
            choices=("authority", "committee", "working group", "meeting"),
        ),
        Field(name="channel", label="Slack channel", control=Control.CHANNEL, restricted=True),
        SINCE,
        UNTIL,
    ),
)
PERSON = Sort(
    one="person",
    many="people",
    fields=(
        Field(name="name", label="Name", needed=True, hint="As it is to be shown, for example Mrs L L Shaw."),
        ALSO_CALLED,
        FORMERLY,
        Field(name="email", label="E-mail address", restricted=True),
        Field(
            name="body",
            label="Works for",
            hint="Only where it is not the authority: the force, for a link officer.",
        ),
        Field(
            name="other_roles",
            label="Other roles",
            control=Control.LINES,
            restricted=True,
            hint=f"What else they are, for example county councillor. {LIST}",
        ),
        Field(
            name="support_officer",
            label="Support officer",
            control=Control.ENTRY,
            of="people",
            hint="The officer who helps this member.",
        ),
    ),
)
OFFICE = Sort(
    one="office",
    many="offices",
    fields=(
        Field(name="name", label="Name", needed=True),
        ALSO_CALLED,
        FORMERLY,
        Field(name="committee", label="Committee", control=Control.ENTRY, of="committees"),
        SINCE,
        UNTIL,
    ),
)
TERM = Sort(
    one="term of office",
    many="terms of office",
    fields=(
        Field(name="office", label="Office", control=Control.ENTRY, of="offices", needed=True),
        Field(name="person", label="Person", control=Control.ENTRY, of="people", needed=True),
        SINCE,
        UNTIL,
    ),
)
GROUP = Sort(
    one="group of partnerships",
    many="groups of partnerships",
    fields=(
        Field(name="name", label="Name", needed=True),
        Field(name="kind", label="Kind"),
        Field(name="kind_short", label="Abbreviation of the kind"),
        Field(name="count", label="How many", control=Control.NUMBER),
        Field(name="level", label="Level"),
        Field(name="statutory", label="Statutory", control=Control.YES_NO),
        Field(name="term_years", label="Term in years", control=Control.NUMBER),
        Field(name="established_under", label="Established under"),
        Field(name="appointed_at", label="Appointed at", control=Control.ENTRY, of="committees"),
        Field(name="representation", label="Our representation"),
        Field(name="ideal_representative", label="Ideal representative"),
        Field(name="facts", label="Facts", control=Control.LINES, hint=LIST),
        Field(name="links_to", label="Links to", control=Control.ENTRIES, of="groups"),
        Field(name="remark", label="Remark", control=Control.LONG_TEXT),
        Field(name="source", label="Source"),
    ),
)
PARTNERSHIP = Sort(
    one="partnership",
    many="partnerships",
    fields=(
        Field(name="name", label="Name", needed=True, part=NAMES),
        Field(name="short", label="Abbreviation", part=NAMES),
        ALSO_CALLED.model_copy(update={"part": NAMES}),
        FORMERLY.model_copy(update={"part": NAMES}),
        Field(
            name="kind",
            label="Kind",
            hint="For example community safety partnership.",
            offered=True,
            part=WHAT,
        ),
        Field(
            name="kind_short",
            label="Abbreviation of the kind",
            hint="For example CSP.",
            offered=True,
            part=WHAT,
        ),
        Field(name="kind_formerly", label="Kind, formerly", part=NAMES),
        Field(name="kind_formerly_short", label="Abbreviation of the former kind", part=NAMES),
        Field(name="level", label="Level", hint="For example county or district.", part=WHAT),
        Field(name="area", label="Area", offered=True, part=WHAT),
        Field(name="statutory", label="Statutory", control=Control.YES_NO, part=WHAT),
        Field(
            name="formal",
            label="Formal",
            control=Control.YES_NO,
            hint="Formal: it has agreed terms of reference and formal meetings.",
            part=WHAT,
        ),
        Field(name="strategic", label="Strategic", control=Control.YES_NO, part=WHAT),
        Field(name="code_of_conduct", label="Code of conduct", control=Control.YES_NO, part=WHAT),
        Field(name="established_under", label="Established under", part=WHAT),
        Field(
            name="owner",
            label="Owning division or department",
            hint="Of the force, where the partnership is the force's.",
            part=WHAT,
        ),
        Field(name="host", label="Host", part=WHAT),
        Field(name="on_behalf_of", label="On behalf of", part=WHAT),
        Field(name="purpose", label="Purpose", control=Control.LINES, hint=LIST, part=AIMS),
        Field(
            name="own_role",
            label="Our role in it",
            control=Control.LONG_TEXT,
            hint="How the authority sees its own part.",
            part=AIMS,
        ),
        Field(name="priorities", label="Priorities", control=Control.LINES, hint=LIST, part=AIMS),
        Field(
            name="priorities_called",
            label="Its word for priorities",
            hint="Where its own word is another one, for example aims.",
            part=AIMS,
        ),
        Field(name="principles", label="Principles", control=Control.LINES, hint=LIST, part=AIMS),
        Field(name="themes", label="Themes", control=Control.LINES, hint=LIST, part=AIMS),
        Field(name="strands", label="Strands", control=Control.LINES, hint=LIST, part=AIMS),
        Field(name="objectives", label="Objectives", control=Control.LINES, hint=LIST, part=AIMS),
        Field(name="vision", label="Vision", control=Control.LINES, hint=LIST, part=AIMS),
        Field(name="vision_year", label="Year of the vision", control=Control.NUMBER, part=AIMS),
        Field(name="strategy_years", label="Years of its strategy", control=Control.NUMBER, part=AIMS),
        Field(name="chaired_by", label="Chaired by", part=WHO),
        Field(name="members", label="Member bodies", control=Control.LINES, hint=LIST, part=WHO),
        Field(name="also_attend", label="Also attend", control=Control.LINES, hint=LIST, part=WHO),
        Field(name="bodies", label="How many bodies", control=Control.NUMBER, part=WHO),
        Field(name="bodies_are", label="What the bodies are", part=WHO),
        Field(name="seats_per_body", label="Seats for each body", control=Control.NUMBER, part=WHO),
        Field(name="steering_group", label="Steering group", part=WHO),
        Field(name="task_groups", label="Task groups", control=Control.LINES, hint=LIST, part=WHO),
        Field(name="sub_groups", label="Sub-groups", control=Control.LINES, hint=LIST, part=WHO),
        Field(
            name="attendance",
            label="Who attends sub-groups",
            control=Control.ATTENDANCE,
            hint="One sub-group on each line: Funding sub-group: Divisional Commander; Treasurer.",
            part=WHO,
        ),
        Field(name="governance", label="Governance", control=Control.LONG_TEXT, part=WHO),
        Field(
            name="reports_to",
            label="Reports to",
            control=Control.ENTRIES,
            of="committees",
            hint="The committee that receives report-backs first, then others and working groups.",
            part=LINKED,
        ),
        Field(name="parent", label="Part of", control=Control.ENTRY, of="partnerships", part=LINKED),
        Field(name="member_of", label="Member of", control=Control.ENTRIES, of="partnerships", part=LINKED),
        Field(name="works_into", label="Works into", control=Control.ENTRIES, of="partnerships", part=LINKED),
        Field(name="group", label="Group", control=Control.ENTRY, of="groups", part=LINKED),
        Field(name="number", label="Number in its group", control=Control.NUMBER, part=LINKED),
        SINCE.model_copy(update={"part": LINKED, "label": "Began", "hint": "The first day, if known."}),
        UNTIL.model_copy(update={"part": LINKED, "label": "Ended", "hint": "The first day without it."}),
        Field(
            name="merged_into",
            label="Merged into",
            control=Control.ENTRY,
            of="partnerships",
            hint="Its successor. Say under Ended when it merged.",
            part=LINKED,
        ),
        Field(name="last_met", label="Last met", control=Control.DATE, part=MEETS),
        Field(name="next_meeting", label="Next meeting", control=Control.DATE, part=MEETS),
        Field(name="notes", label="Notes", control=Control.LINES, hint=LIST, restricted=True, part=MEETS),
        Field(name="remark", label="Remark", control=Control.LONG_TEXT, restricted=True, part=MEETS),
        Field(name="source", label="Source", part=MEETS),
    ),
)
SEAT, SUITED, LINK_OFFICER = "The seat", "Why this person", "Link officer and confirmation"
APPOINTMENT = Sort(
    one="appointment",
    many="appointments",
    fields=(
        Field(
            name="partnership",
            label="Partnership",
            control=Control.ENTRY,
            of="partnerships",
            needed=True,
            part=SEAT,
        ),
        Field(
            name="role",
            label="Role",
            control=Control.CHOICE,
            choices=("representative", "substitute", "support officer", "link officer"),
            needed=True,
            part=SEAT,
        ),
        Field(
            name="person",
            label="Person",
            control=Control.ENTRY,
            of="people",
            hint="Leave person and office empty for a vacancy.",
            part=SEAT,
        ),
        Field(
            name="office",
            label="Office",
            control=Control.ENTRY,
            of="offices",
            hint="Where the seat goes with an office.",
            part=SEAT,
        ),
        SINCE.model_copy(update={"part": SEAT}),
        UNTIL.model_copy(update={"part": SEAT}),
        Field(
            name="capacity",
            label="Sits as",
            control=Control.CHOICE,
            choices=("director", "trustee", "member", "observer"),
            part=SEAT,
        ),
        Field(
            name="listed_as",
            label="Words of the list",
            hint="What a document prints in place of a name, for example To be advised.",
            part=SEAT,
        ),
        Field(name="minute", label="Minute of the appointment", part=SUITED),
        Field(
            name="suitability",
            label="Responsibility that suits them",
            hint="What they are already responsible for that makes them suitable.",
            part=SUITED,
        ),
        Field(
            name="delegation",
            label="Written delegation",
            control=Control.LONG_TEXT,
            restricted=True,
            hint="What they may decide for the authority there, as it was written.",
            part=SUITED,
        ),
        Field(
            name="area_link",
            label="Link with the area",
            control=Control.CHOICE,
            choices=("living", "working", "representative role", "none"),
            restricted=True,
            part=SUITED,
        ),
        Field(
            name="area_link_note",
            label="Note on the link",
            restricted=True,
            hint="Needed where there is none.",
            part=SUITED,
        ),
        Field(
            name="requested_on",
            label="Chief constable asked on",
            control=Control.DATE,
            hint="For a link officer.",
            part=LINK_OFFICER,
        ),
        Field(
            name="nominated_on",
            label="Nominated on",
            control=Control.DATE,
            hint="When the chief constable's nomination came.",
            part=LINK_OFFICER,
        ),
        Field(
            name="confirmed_on",
            label="Confirmed on",
            control=Control.DATE,
            hint="When it was last confirmed after the office changed hands.",
            part=LINK_OFFICER,
        ),
    ),
)
TARGET = Sort(
    one="target",
    many="targets",
    fields=(
        Field(name="partnership", label="Partnership", control=Control.ENTRY, of="partnerships", needed=True),
        Field(
            name="target", label="Target", control=Control.LONG_TEXT, needed=True, hint="What is to be done."
        ),
        Field(name="measure", label="Measure", hint="How it is measured."),
        Field(name="amount", label="Amount", hint="How much is to be reached, for example 5% less."),
        Field(name="owner", label="Owner", hint="Who sees to it."),
        Field(name="by", label="By", control=Control.DATE, hint="The day by which it is to be reached."),
        Field(name="objective", label="Objective", hint="The objective that it serves."),
    ),
)
SIGNATURE = Sort(
    one="signed code",
    many="signed codes",
    fields=(
        Field(
            name="person", label="Person", control=Control.ENTRY, of="people", needed=True, restricted=True
        ),
        Field(name="code", label="Code", needed=True, restricted=True),
        Field(
            name="signed_on", label="Signed on", control=Control.DATE, needed=True, restricted=True, past=True
        ),
    ),
)
LINK = Sort(
    one="link with Slack",
    many="links with Slack",
    fields=(
        Field(name="id", label="Slack user", control=Control.SLACK_USER, needed=True, restricted=True),
        Field(
            name="person", label="Person", control=Control.ENTRY, of="people", needed=True, restricted=True
        ),
        Field(name="roles", label="Roles", control=Control.ROLES, restricted=True),
    ),
)
SORTS: dict[Kind, Sort] = {
    "about": ABOUT,
    "committees": COMMITTEE,
    "people": PERSON,
    "offices": OFFICE,
    "terms": TERM,
    "groups": GROUP,
    "partnerships": PARTNERSHIP,
    "appointments": APPOINTMENT,
    "targets": TARGET,
    "signatures": SIGNATURE,
    "links": LINK,
}
