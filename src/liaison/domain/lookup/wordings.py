"""The words that say which list is asked for, what of an entry, and how one thing stands to another; they are no names."""

import re
from datetime import timedelta
from typing import Literal

from dateutil.relativedelta import relativedelta

from liaison.domain.described import SeatRole
from liaison.domain.lookup.models import Asked
from liaison.domain.nobody import VACANT

SOON = timedelta(days=90)
EXPIRING = re.compile(
    r"\b(expiring|expires?|expiry|about to end|coming to an end|end(?:s|ing)? soon|ending|ends"
    r"|end(?= (?:in|on|by|before|this|next)\b| *$)|running out|runs? out|up for renewal"
    r"|(?<=who )leaves|(?<=who is )(?:leaving|to leave)|(?<=who will )leave|(?<=whos )leaving)\b"
)
END_OF_TIME = re.compile(
    r"(?<!the )\bend(?= (?:this|next)\b)", re.IGNORECASE
)  # what seats do, and no end of a month
BY_A_DAY = re.compile(r"\b(?:by|until)\b")  # from today until then, and not on that day alone
A_YEAR = relativedelta(months=12)  # what "what ended" looks back where no time is named
# What is over, and what is new: of partnerships alone, of people alone, or of both.
OVER = re.compile(
    r"\b(?:defunct|merged|dissolved|abolished|disbanded|folded|closed down|wound up|no longer exists?)\b"
)
_WHOSE = r"(?:who|whoever|anyone|anybody|somebody|members?|people|reps?|representatives?|has|have|had|just|recently)"
LEFT = re.compile(rf"\b(?:leavers?|{_WHOSE} (?:left|resigned|retired|quit|stood down|stepped down)(?! to))\b")
ENDED = re.compile(
    r"\b(?:ended|ceased|lapsed|expired|came to an end|(?:has|have|had) (?:come to an end|run out)|ran out)\b"
)
JOINED = re.compile(
    rf"\b(?:joiners?|newcomers?|{_WHOSE} (?:joined|came on board|took over)"
    r"|new (?:members?|people|faces|reps?|representatives?|starters?)|(?:who|whos|who is|anyone|anybody) new)\b"
)
BEGAN = re.compile(
    r"\b(?:began|begun|commenced|new (?:appointments?|seats?|terms?|partnerships?|offices?)|what(?:s| is) new)\b"
)
BEGINS = re.compile(r"\b(?:what|who|which \w+|anything|anyone|anybody) (?:begins?|starts?|joins?)\b")
APPOINTED = re.compile(r"\b(?:appointed|elected|started)\b")  # that somebody is new, where a time is named
FORMED = re.compile(r"\b(?:formed|founded|created)\b")  # the same of a partnership
OF_PARTNERSHIPS = re.compile(r"\b(?:partnerships?|bodies|body)\b")
OF_APPOINTMENTS = re.compile(r"\b(?:appointments?|seats?)\b")
OF_TERMS = re.compile(r"\b(?:terms?|offices?)\b")
RECENTLY = re.compile(r"\b(?:recently|lately|of late|so far|just)\b")
Only = Literal["", "partnerships", "people", "appointments", "terms"]
# What of all that is over or new is asked about; the first that fits.
ONLY: tuple[tuple[Only, re.Pattern[str]], ...] = (
    ("people", LEFT),
    ("people", JOINED),
    ("partnerships", OVER),
    ("partnerships", FORMED),
    ("partnerships", OF_PARTNERSHIPS),
    ("appointments", OF_APPOINTMENTS),
    ("terms", OF_TERMS),
    ("people", re.compile(r"\b(?:who|members?|people)\b")),
)
PAST = frozenset[Asked](["ended", "began", "changes"])
# Who had a seat or an office before somebody: the place may stand before or after.
BEFORE_WHOM = (
    re.compile(
        r"^(?P<place>.*\b(?:who|whom|whos|anyone|anybody|was|were|sat|held|had|did)\b.*?)\b(?:before|prior to|ahead of) (?P<whom>.+)$"
    ),
    re.compile(r"\bpredecessors? (?:of|to) (?P<whom>.+?)(?: (?:on|at|in|as) (?P<place>.+))?$"),
    re.compile(
        r"\b(?:who )?did (?P<whom>.+?) (?:replace|succeed|follow|take over from)(?: (?:on|at|in|as) (?P<place>.+))?$"
    ),
    re.compile(
        r"^(?:(?:who|whos|was|were|is|name) )*(?P<whom>.+?)s? predecessors?(?: (?:on|at|in|as) (?P<place>.+))?$"
    ),
)
# The same of whoever is there at present: nobody is named.
_AT = r"(?:on|at|in|of|for|as)"
EARLIER = (
    re.compile(
        r"^who (?P<place>(?:was|were|sat|sits|held|had|did|has|represented|served|attended|chaired)\b.+?)"
        r" (?:before(?: (?:that|this|now|then|them|him|her))?|previously|formerly|earlier)$"
    ),
    re.compile(
        r"^who (?:previously|formerly) (?P<place>(?:was|were|sat|held|had|did|represented|served|attended|chaired)\b.+)$"
    ),
    re.compile(r"^who used to (?P<place>(?:be|sit|serve|represent|attend|hold|have|chair)\b.+)$"),
    re.compile(
        rf"^(?:(?:who|whos|is|was|were|the|our) )*(?:previous|former) (?:representatives?|reps?|members?|holders?) (?P<place>{_AT} .+)$"
    ),
)
# What a partnership is for, and what is ours to do in it.
PURPOSE = (
    re.compile(
        r"^(?:(?:what|whats|is|are|tell|me|the|our|its|main|show|give|and|role) )*(?:purposes?|remit|function|point) (?:and (?:our )?(?:own )?role )?(?:of|for) (?P<what>.+)$"
    ),
    re.compile(
        r"^(?:(?:what|whats|is|are|tell|me|the|show|give) )*(?:our|own|the authoritys) (?:own )?(?:role|part|job) (?:in|on|at|with|within) (?P<what>.+)$"
    ),
    re.compile(
        r"^what (?:do|does) (?!(?:we|i|you|anyone|anybody)\b)(?P<what>.+?) (?:actually |really )?do(?: for us| all day)?$"
    ),
    re.compile(
        r"^(?:what (?:is|are|was)|whats) (?P<what>(?!.* short for$).+?) (?:there |meant |set up )?for$"
    ),
    re.compile(r"^why (?:does|do|did) (?P<what>.+?) exist$"),
    re.compile(r"^why (?:are|do) we (?:sit |have a seat )?(?:on|in|at) (?P<what>.+)$"),
    re.compile(
        r"^what (?:do|are|should|must|can) we (?:(?:supposed|meant|expected|to|do|there|have) )*(?:on|in|at) (?P<what>.+)$"
    ),
    re.compile(r"^(?!what an? )(?P<what>.+?)s? (?:purposes?|remit)$"),
)
# What a partnership wants to reach, but not which of them want it.
PRIORITIES = (
    re.compile(
        r"^(?:(?:what|whats|is|are|tell|me|the|our|its|main|show|give|list|top|current) )*(?:priority|priorities|aims|objectives)"
        r" (?:of|for) (?P<what>.+)$"
    ),
    re.compile(
        r"^what (?:priorities|aims|objectives) (?:does|do|has|have) (?P<what>.+?)(?: have| got| set)?$"
    ),
    re.compile(
        r"^(?!.*\b(?:who|whose|which|their|among|has|have|with|my|i)\b)(?:(?:what|whats|are|is|the|show|list|give|tell) )*"
        r"(?P<what>.+) (?:priorities|aims|objectives)$"
    ),
)
# Who else sits where somebody does.
SITS_WITH = (
    re.compile(
        r"^who(?: else)? (?:sits?|serves?) (?:together )?(?:with|alongside|beside|next to) (?P<what>.+)$"
    ),
    re.compile(
        r"^who(?:m)? (?:else )?(?:does|do) (?P<what>.+?) (?:sit|serve) (?:together )?(?:with|alongside|beside|next to)$"
    ),
)
# What merged into something, and what something merged into.
MERGED_FROM = (
    re.compile(
        r"^(?:what|which(?: \w+)?|who)(?: (?:has|have|had|been|was|were|is|are))* merged? (?:in)?to (?P<what>.+)$"
    ),
    re.compile(r"^what (?:is|was) (?P<what>.+?) (?:formed|made|merged) (?:from|of|out of)$"),
)
MERGED_INTO = (
    re.compile(
        r"^(?:what|which \w+|who) (?:did|does|do|was|is|has|will) (?P<what>.+?) (?:been )?merged? (?:in)?to$"
    ),
    re.compile(
        r"^(?P<what>(?!what\b|which\b|who\b).+?) (?:(?:was|were|is|has|been|got) )*merged (?:in)?to(?: what)?$"
    ),
)
# From when to when something is there.
_ENDS = (
    r"(?:ended|ends?|ceased?(?: to exist)?|closed?(?: down)?|finish(?:ed)?|merged?|folded?|come to an end|stop(?:ped)?"
    r"|(?:wound up|dissolved|abolished|disbanded|replaced))"
)
_BEGINS = r"(?:beg[aiu]n|start(?:ed)?|formed|founded|created|set up|established|come into being)"
LIFE = (
    re.compile(
        rf"^when (?:did|does|do|will|is|was|are|were|has|have) (?P<what>.+?) (?:(?:due|going|to|be|been|first) )*(?:{_ENDS}|{_BEGINS})$"
    ),
    re.compile(
        rf"^(?:has|have|did|is|was) (?P<what>.+?) (?:(?:already|now|yet|been|to|due) )*{_ENDS}(?: yet)?$"
    ),
    re.compile(
        r"^(?:is|are) (?P<what>.+?) (?:ending|closing(?: down)?|merging|about to (?:end|close|merge)|(?:going|due) to (?:end|close|merge))$"
    ),
    re.compile(
        r"^(?:is|are|does|do) (?P<what>.+?) still (?:going(?: on)?|there|active|running|in existence|around|alive|exist(?:ing)?)$"
    ),
    re.compile(r"^what (?:replaced|succeeded|happened to|became of|came after) (?P<what>.+)$"),
)
# Whose something is.
OWNER = (
    re.compile(r"^(?:who|what \w+|which \w+) (?:owns|is (?:the )?owner of) (?P<what>.+)$"),
    re.compile(r"^(?:(?:what|whats|whos|is|the|name) )*owner (?:of|for) (?P<what>.+)$"),
    re.compile(r"^(?:who|what|which \w+) (?:is|are) (?P<what>.+?) owned by$"),
    re.compile(r"^(?!.*\b(?:no|without|has|have|with|same|which|who)\b)(?P<what>.+?)s? owner$"),
)
# What something was called before.
_CALLED = r"(?:called|known as|named)"
_ONCE = r"(?:before(?: that| this| now)?|formerly|previously|earlier|once|originally|in the past)"
FORMER_NAMES = (
    re.compile(
        r"^(?:(?:what|whats|which|is|are|was|were|the|all|any|list|show|give) )*(?:former|previous|old|earlier|past) names? (?:of|for)"
        r" (?P<what>.+)$"
    ),
    re.compile(
        rf"^what (?:is|was|were) (?P<what>.+?) (?:{_ONCE} {_CALLED}|{_CALLED} {_ONCE}|formerly|previously)$"
    ),
    re.compile(rf"^what did (?P<what>.+?) used? to be(?: {_CALLED})?$"),
    re.compile(r"^(?P<what>.+?)s? (?:former|previous|old) names?$"),
)
# Since when somebody has had a seat or an office.
_HAVING = r"(?:been|sat|sit|sitting|serve|served|serving|represent|represented|representing|hold|held|holding|had|on|in)"
SINCE_WHEN = (
    re.compile(
        r"\b(?:how long|since when) (?:has|have|had|is|are|am|was|did|does|do) (?P<whom>.+?)"
        rf" (?P<place>{_HAVING}\b.*)$"
    ),
    re.compile(
        r"^(?:since )?when (?:did|has|have) (?P<whom>.+?) (?:join|joined|begin|start|started|become|come) (?P<place>.+)$"
    ),
)
# When somebody had it no more.
_LEAVING = (
    r"(?:leave|left|quit|finish(?:ed)?|resign(?:ed)?(?: from| as)?|retired? (?:from|as)|st(?:and|epped|ep|ood) down (?:from|as)"
    r"|(?:stop|cease)(?:ped|d)? (?:being|to be|on|sitting on)|come off|go from)"
)
UNTIL_WHEN = (
    re.compile(
        rf"^when (?:did|does|do|has|have|will|is|was) (?P<whom>.+?) (?:going to |due to )?{_LEAVING}(?: (?P<place>.+))?$"
    ),
)
KEYWORDS: tuple[tuple[Asked, re.Pattern[str]], ...] = (
    (
        "no seat",
        re.compile(
            r"\b(?:(?:without|with no|no|have no|has no) (?:an? |any |authority |of our |our )*seats?(?: of ours)?"
            r"|unrepresented|(?:are |is |were |was )?(?:we |us )?(?:are |were )?not represented"
            r"|(?:we|authority) (?:dont|do not|does not|doesnt) (?:have a seat|sit)(?: on)?)\b"
        ),
    ),
    (
        "vacant",
        re.compile(
            rf"\b({VACANT}|gaps?|(?:left )?to fill"
            r"|without (?:anybody|anyone|somebody|someone))\b"
            r"|\b(?:(?:without|with no|no|lack(?:s|ing)?) (?:an? |any )?"
            r"(?=representative|substitute|subs?\b(?! groups?)|deput|stand in|support(?:ing)? officer|l(?:ink|iaison) officer)"
            r"|(?:without|with no|no|(?:still )?needs? an?) (?:a |any )?(?=(?:reps?|members?|representative|substitute)\b))"
        ),
    ),
    ("no office", re.compile(r"\b(?:without|with no|no|have no|has no|holds? no) (?:an? |any )?offices?\b")),
    (
        "several seats",
        re.compile(
            r"\b(?:hold(?:s|ing)? )?(?:more than (?:one|1|a single)|at least (?:two|2)|(?:two|2) or more|several|multiple)"
            r" (?:of our |of the )?(?:seats?|partnerships?|positions?)\b"
        ),
    ),
    ("ended", re.compile(rf"{OVER.pattern}|{LEFT.pattern}|{ENDED.pattern}")),
    ("began", re.compile(rf"{JOINED.pattern}|{BEGAN.pattern}|{BEGINS.pattern}")),
    ("expiring", EXPIRING),
    ("unlinked", re.compile(r"\b(unlinked|(?:is|are)? ?(?:not|nt) linked|not (?:in|on) slack)\b")),
    (
        "to confirm",
        re.compile(
            r"\b(to confirm|to be confirmed|for confirmation|unconfirmed|(?:not|be) confirmed|needs? confirming)\b"
        ),
    ),
    ("matrix", re.compile(r"\b(matrix|grid)\b")),
)
ROLES: tuple[tuple[SeatRole, re.Pattern[str]], ...] = (
    ("support officer", re.compile(r"\bsupport(?:ing)? officers?\b")),
    ("link officer", re.compile(r"\b(?:link|liaison) officers?\b")),
    (
        "substitute",
        re.compile(
            r"\b(?:cover(?:s|ed|ing)? for|(?:instead|in place|in the place) of|step(?:s|ping)? in for|substitutes?|subs?(?! groups?)|deput(?:y|ies)(?! chair)|(?:stand|stood|deputis)(?:s|es|ing)? (?:in|for)s?)\b"
        ),
    ),
    ("representative", re.compile(r"\b(?:representatives?|reps?)\b")),
)
# What is asked of an entry that is not a seat of it.
MEETING = re.compile(
    r"\b(?:next (?:\w+ )?meetings?|meet(?:s|ing)? (?:up )?next|when (?=.*\bmeet)|(?<=when)\b.*\bmeets?$)"
)
WHEN_IT_MEETS = re.compile(r"\b(?:when|next|meet|meets|meeting|meetings|date)\b")
WHERE_IT_REPORTS = re.compile(
    r"^(?:.*\b(?:what|which) (?:committees? )?|.*\bwhere )(?:do|does|did) (?P<who>.+) reports?(?: back)?(?: (?:in )?to)?$"
)
ASKS_WHERE = re.compile(
    r"\b(?:what|which|where) (?:committees? )?(?:do|does|did) (?:it|that|they|this) reports?(?: back)?(?: (?:in )?to)?$"
)
SUBSTITUTES = frozenset(["substitute", "substitutes"])
EXCEPT = "except"
BUT_NOT = re.compile(
    r"\b(?:excepting|except(?: for)?|excluding|apart from|other than|but not|(?<=\w )not the)\b"
)
# Whom somebody stands in for, and not who stands in for them.
STANDS_IN = re.compile(
    r"\b(?:do|does|did|am|is|can|should) (?P<who>.+?) (?:stand(?:ing)?(?: in)?|deputis(?:e|ing)|deputy|substitut(?:e|ing)"
    r"|(?:a |the )?substitute|sub|cover(?:ing)?) for$|^(?P<whose>.+) stands? in for$"
    r"|^where (?:do|does|am|is|are) (?P<where>.+?) (?:stand(?:ing)? in|(?:a |the )?substitute)$"
)
# Whether something is marked so, rather than what is.
WHETHER = re.compile(r"\b(?:non |in)?(?:statutory|formal) or (?:not|(?:non |in)?(?:statutory|formal))\b")
IS_IT = re.compile(
    r"^(?:is|are) (?P<what>.+?) (?:an? )?(?:statutory|non statutory|formal|informal)(?: one| body)?$"
)
IT = frozenset(["it", "that", "they", "this"])
STANDS_FOR = re.compile(r"^what (?:does|do|is) (?P<what>.+?) (?:stand for|mean|short for)$")
# Parts of what is said of an entry; they are looked for only where nothing else is named.
PARTS = re.compile(r"\b(?:(?:sub|task) ?groups?|member bodies|membership list)\b")
MEMBER_BODIES = re.compile(r"\b(?:member bodies|membership list)\b")
LAST_MET = re.compile(
    r"\b(?:(?:met|meet|meeting|meetings) last|last (?:met|meet|meeting)|(?<=when did)\b.*\bmeet)\b"
)
LAST_MET_WORDS = re.compile(r"\b(?:when|did|last|met|meet|meeting|meetings|date)\b")
AUTHORITY = re.compile(r"\b(?:police )?authority\b")
# Whose lack of a seat is asked about, rather than which partnerships lack one.
PEOPLE = re.compile(r"\b(?:members?|people|persons?|who|councillors?|nobody|anybody|anyone)\b")
ME = re.compile(
    r"\b(?:me|my|mine|myself|(?:do|am|did|was|will|have) i|i (?:sit|hold|am|have|represent|cover|serve|attend|was)|am i)\b"
)
OF_PEOPLE = frozenset[Asked](["no office", "several seats"])  # lists of people, and never of partnerships
REPORTS = re.compile(
    r"^(?P<before>.*)\b(?:reports?|reporting|reported|accountable|answers?) (?:(?:go|goes|going|back) )?(?:in)?to (?P<whom>.+)$"
)
UNDER = re.compile(
    r"^(?P<before>.*)\b(?:under|underneath|below|beneath|within|parts? of|members? of|belongs? to|belonging to"
    r"|mak(?:es?|ing) up) (?P<whom>.+)$"
)
CHOSEN = re.compile(r"^(?P<before>.*?)\b(?P<what>of kind|in area) (?P<name>.+)$", re.IGNORECASE | re.DOTALL)
ON_A_DAY = re.compile(r"^(?P<name>.+) (?P<day>on \d{1,2} \w+ \d{4})\s*$", re.DOTALL)
PARTED = re.compile(r"\b(?:and|or)\b")
MARKS = (
    (re.compile(r"\b(?:statutory )?(?:status )?(?:not stated|unstated)\b"), "notstated"),
    (re.compile(r"\b(?:non|not) statutory\b"), "nonstatutory"),
    (re.compile(r"\b(?:non|not) formal\b"), "informal"),
)
EVERYTHING = frozenset(
    ["all", "list", "every", "everything", "partnership", "register", "whole", "full", "entire", "each"]
)
REGISTERED = frozenset(["partnership", "register"])
LISTING = EVERYTHING | frozenset(
    re.findall(
        r"\w+",
        "a an any are can could find for get give have i in is it me need of on our ours please pls see show thanks the them"
        " there to us view want we what whats which would you",
    )
)
# Words of which a list is full, that do not narrow it.
SEATS = frozenset(
    re.findall(
        r"\w+",
        "appointment appointments grid matrix member membership memberships place places position positions post posts seat"
        " seats term terms office soon people members all list partnerships partnership",
    )
)
CHANGED = frozenset(
    re.findall(
        r"\w+",
        "appointed began begun begin change changed changes changing else ended happened joined left new started"
        " different moved all partnership partnerships",
    )
)
# Words for what is shown anyway; they count only where something is called so.
ASIDE = frozenset(
    re.findall(
        r"\w+",
        "after appoint appointed appointment appointments appoints attend attended attending attends became become before"
        " belong belonging belongs by card concerning contact contacts detail details each else entire entry every"
        " everything former formerly full happened happens include includes including info information involve involved"
        " involving many meet meeting meetings meets nominate nominated nominates number one ones"
        " place places position positions post posts put puts regarding relevant seat seats send sending sends sent"
        " round several some speak speaking speaks term terms until whole",
    )
)
DAY_WORDS = frozenset(["on", "since", "before", "as of", "as at"])
CLOCK = frozenset(["now", "mo", "atm", "today", "currently", "nowadays", "days", "moment", "present"])
