"""Plain words: whether texts say the same, whether one reads like a plan for a talk, and whether it says anything.

Rules of thumb, for prompts alone: whatever they find is asked about, and never refused.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import Final

_WORD: Final = re.compile(r"\w+(?:[-'/&]\w+)*")
_SENTENCE: Final = re.compile(r"[.!?;:\n]+(?:\s|$)|\n+")
_DIGITS: Final = re.compile(r"[\d:/-]+(?:st|nd|rd|th|am|pm)?")

_DAYS: Final = frozenset(
    _WORD.findall(
        "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun today "
        "tomorrow week month january february march april may june july august september october november december "
        "jan feb mar apr jun jul aug sep sept oct nov dec"
    )
)
_SMALL: Final = frozenset(
    _WORD.findall(
        "a about above all also am an and any are as at be been by can could did do does done for from had has have he "
        "her here him his how i if in is it its just me more much my nil no none not nothing now of on or our out over "
        "same she so some such than thank thanks that the their them then there these they this to too up us usual "
        "very was we were what when which who will with would you your"
    )
)
_PRAISE: Final = frozenset(
    _WORD.findall(
        "acceptable adequate alright appropriate approved assessment brilliant case cases comment comments concern "
        "concerns content discussed discussion evident excellent fantastic file fine found generally going good great "
        "happy helpful identified improve improvement issue issues job keep lovely met n/a na nice noted observed ok "
        "okay overall pleased practice problem problems proper quality raise raised report satisfactory satisfied "
        "seen solid spotted standard strong super thorough well work"
    )
)

_TALKS: Final = (
    r"(?:discuss|speak|talk|meet|chat|raise|cover|go (?:through|over)|feed ?back|give|pick|catch|sit|address|mention|"
    r"touch|have|hold|arrange|book|schedule|diarise|set|find|ring|call|phone|see|take|follow|share|cascade|tell|do)"
)
_MEANT: Final = (
    r"(?:will|shall|should|must|(?:am |are |is )?going to|(?:intend|intends|intending|plan|plans|planning|planned|hope|"
    r"hopes|hoping|aim|aims|aiming|want|wants|need|needs|propose|mean|looking|due|expect|have|got|would like|"
    r"'d like) to)"
)
_NOUN: Final = (
    r"(?:1-2-1|1-1|1:1|121|one-to-one|one to one|conversation|talk|meeting|chat|catch-up|supervision|call|discussion|"
    r"slot|session|feedback|teams|appointment|appraisal|review meeting|iqa)"
)
_FIXED: Final = (
    r"(?:booked|scheduled|arranged|planned|diarised|pencilled|set|fixed|agreed for|invited?|in (?:the|our|her|his) "
    r"diar(?:y|ies)|to follow|tbc|tba|pending|awaited|awaiting|outstanding|due|next|tomorrow|later|soon)"
)
_TALKED: Final = (
    r"(?:discussed|raised|covered|held|arranged|booked|scheduled|addressed|fed|"
    r"shared|picked|had|given|spoken|talked)"
)
_HAPPENED: Final = (
    r"(?:discuss\w*|spoken|speak|spoke|met|meet|talk\w*|taken place|take place|held|happened|had)"
)
_TALK_HELD: Final = (
    r"\b(?:we|afterwards?)(?: had| have|'d|'ve)? (?:talked|discussed|spoke|spoken|went|gone|covered|met)\b"
)
_WROTE: Final = r"(?:e-?mailed|messaged|texted|rang|phoned|called|wrote|contacted|chased)"
_ASKING: Final = (
    r"(?:asking|to ask|to arrange|to book|to fix|to find|to set|for|suggesting|offering|proposing)"
)
_OCCASION: Final = (
    r"(?:times?|slots?|dates?|availability|meet|speak|talk|discuss|call|meeting|chat|conversation|1-2-1)"
)
_PLANS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^(?:(?:i|we)(?:'ll| {_MEANT})|{_MEANT})(?: \w+)?? {_TALKS}\b",
        rf"\b(?:i|we)(?:'ll| {_MEANT})(?: \w+)?? {_TALKS}(?:t?ing)?\b",
        r"^to (?:be )?\w*(?:discuss|speak|talk|meet|raise|cover|arrange|book|feed|hold|held|go|have|ring|follow)",
        rf"\b(?:will|shall|to|can|should|must|yet to) be (?:\w+ )?{_TALKED}\b",
        rf"\b{_NOUN}\b(?: \S+){{0,4}} {_FIXED}\b",
        rf"\b{_FIXED}\b(?: \S+){{0,4}} {_NOUN}\b",
        r"\b(?:we are|we're|i am|i'm) (?:\w+ )?(?:meeting|speaking|talking|seeing|ringing|catching)\b",
        rf"\b(?:not|yet to|unable to|never|\w+n't)(?: \w+){{0,3}} {_HAPPENED}\b",
        r"\bat (?:our|the|her|his|their) (?:next|coming|forthcoming)\b",
        r"\b(?:agreed|arranged) to (?:meet|speak|talk|discuss|catch|go)\b",
        r"\b(?:asked|invited)(?: \w+){1,2} to (?:come|call|meet|speak|ring|see|join)\b",
        rf"^(?!.*{_TALK_HELD}).*\b(?:left|sent)(?: \w+){{0,2}} (?:message|voicemail|email|invite|invitation)\b",
        rf"^(?!.*{_TALK_HELD}).*\b{_WROTE}(?: \w+){{0,4}}? {_ASKING}(?: \w+){{0,4}} {_OCCASION}\b",
    )
)
_TOOK_PLACE: Final = re.compile(
    r"\b(?:discussed|spoke|talked|said|says|told|agreed|agrees|explained|accepted|accepts|felt|feels|asked|"
    r"acknowledged|went|met|praised|pointed|recognised|reflected|thought|disagreed|considered|covered|understood|"
    r"raised|reminded|commended|mentioned|described|noted|looked|gave|set out|took)\b"
)


def plain(text: str) -> str:
    """The words alone, in one case and with single spaces: no mark, bullet, quote or invisible character."""
    visible = "".join(
        each for each in unicodedata.normalize("NFKC", text) if unicodedata.category(each) != "Cf"
    )
    return " ".join(_WORD.findall(visible.replace("\u2019", "'").casefold()))


def reads_like_a_plan(text: str, phrases: Iterable[str] = ()) -> bool:
    """Tell whether some sentence is about a talk to come, or that has not been, and none about one that has."""
    told = [plain(sentence) for sentence in _SENTENCE.split(text)]
    local = [re.compile(rf"\b{re.escape(words)}\b") for phrase in phrases if (words := plain(phrase))]
    planned = [any(pattern.search(sentence) for pattern in (*_PLANS, *local)) for sentence in told]
    held = any(_TOOK_PLACE.search(sentence) for sentence, plan in zip(told, planned, strict=True) if not plan)
    return any(planned) and not held


def says_nothing(text: str, empty: Collection[str], least: int) -> bool:
    """Tell whether fewer different words than ``least`` are left without praise, small words and days.

    ``empty`` are phrases that say nothing, word by word.
    """
    if plain(text) in {plain(phrase) for phrase in empty}:
        return True
    said_before = {word for phrase in empty for word in plain(phrase).split()}
    left = set(plain(text).split()) - _SMALL - _PRAISE - _DAYS - said_before
    return len([word for word in left if not _DIGITS.fullmatch(word)]) < least
