"""What the controls and forms of meetings are called."""

from liaison.domain.meetings.models import OfficerCame, OfficerPlan, Said

PREPARE = "meetings.prepare"
DIARY = "meetings.diary"  # the way back to it; its value is the page
PAGE = "meetings.page"
REPORTS_PAGE = "meetings.reports"
CONTACTS_PAGE = "meetings.contacts"
ASK = "meetings.ask"
GO = "meetings.go"
WILL_GO = "meetings.will_go"
CANNOT = "meetings.cannot"
NAME = "meetings.name"
ANSWER = "meetings.answer"
PLANS = {plan: f"meetings.officer.{plan}" for plan in OfficerPlan}
SAID = {said: f"meetings.said.{said}" for said in (Said.BOTH, Said.UNSEEN, Said.NO)}
CAME = {came: f"meetings.came.{came}" for came in OfficerCame}
# What the minutes of an earlier meeting say.
MINUTES = {said: f"meetings.minutes.{said}" for said in (Said.BOTH, Said.UNMINUTED)}

AGAIN_SAID = "meetings.again.said"
AGAIN_CAME = "meetings.again.came"

# Where a button stands: in the list (then the page, then the partnership), on the card (then the page that it was opened
# from, where it was), or under a question that is asked again.
IN_LIST = "meetings.line."
ON_CARD = "meetings.card"
UNDER_AGAIN = "meetings.asked_again"

NAME_VIEW = "meetings.name_form"
QUESTION_VIEW = "meetings.question_form"
ANSWER_VIEW = "meetings.answer_form"
CONTACT_VIEW = "meetings.contact_form"
INPUT = "meetings.input"
PERSON = "meetings.person"
PARTNERSHIP = "meetings.partnership"
