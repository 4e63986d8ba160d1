"""What a page hands to the larger components: frozen shapes, already worded for the reader.

Everything a person reads arrives here as finished text ("i går kl. 14:03", "1,2 MB"): a component lays out, it never
computes dates, sizes or rights.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """A place to go and what to call it."""

    text: str
    href: str


@dataclass(frozen=True)
class Column:
    """One column of a table; numeric columns are set to the right."""

    text: str
    numeric: bool = False


@dataclass(frozen=True)
class Row:
    """One row of a table; cells in the order of the columns. The first cell becomes the link when href is given.

    cells   plain text, or SafeString from another component (a tag, for instance)
    marked  true draws the row as new; say so in a cell too, colour and weight are never alone
    """

    cells: Sequence[str]
    href: str = ""
    marked: bool = False


@dataclass(frozen=True)
class Badge:
    """A status in words with a colour that supports it."""

    text: str
    color: str = "neutral"


@dataclass(frozen=True)
class Chip:
    """One way to narrow a list, as a link; `chosen` is how the list is now."""

    text: str
    href: str
    chosen: bool


@dataclass(frozen=True)
class ListItem:
    """One thing a person follows, in the inbox or on the home page.

    kind     "E-konsultasjon", "Melding fra legekontoret", …
    sender   who it is from, or to
    updated  "i dag kl. 09:12"
    status   worded state and colour
    due      "Svar innen 12. juni", or empty
    person   whom it concerns, when that is somebody one acts for
    """

    title: str
    href: str
    kind: str
    sender: str
    updated: str
    status: Badge
    due: str = ""
    unread: bool = False
    icon: str = "message"
    person: str = ""


@dataclass(frozen=True)
class Attachment:
    """One file as shown in a list.

    note        "Bilde, 1,2 MB"
    image       address of a small safe preview, or empty
    remove      address that takes the file away again (POST), or empty when it can't be removed
    identifier  value of the hidden field that ties the file to the form, or empty outside forms
    """

    name: str
    note: str
    href: str = ""
    image: str = ""
    remove: str = ""
    identifier: str = ""


@dataclass(frozen=True)
class Bubble:
    """One message of a conversation.

    mine       sent by the side that is looking
    retracted  sentence shown instead of the text when the message was taken back, or empty
    seen       "Lest av Siri Lie 12. juni kl. 10:02", or empty
    """

    author: str
    sent: str
    text: str
    mine: bool
    role: str = ""
    unread: bool = False
    retracted: str = ""
    seen: str = ""
    attachments: Sequence[Attachment] = ()
    anchor: str = ""


@dataclass(frozen=True)
class Station:
    """One point on the state line: sent, received, opened, answered.

    reached  "done", "now" or "later"
    when     "12. juni kl. 10:02", or empty while it lies ahead
    """

    text: str
    reached: str
    when: str = ""


@dataclass(frozen=True)
class Fact:
    """One line of a description list."""

    term: str
    value: str
    href: str = ""


@dataclass(frozen=True)
class FieldError:
    """One line of the error summary: the sentence and the id of the part of the page it is about."""

    text: str
    anchor: str


@dataclass(frozen=True)
class Block:
    """Something in a calendar with a beginning and an end, in minutes after midnight where the reader is.

    content  drawn already: the link to the thing and what there is to say of it
    look     "free", "closed", "held", "booked", "here" or "over"; the words say it too
    """

    starts: int
    ends: int
    content: str
    look: str


@dataclass(frozen=True)
class Lane:
    """One column of a calendar: somebody's day, or a day of the week. `note` and `more` stand small under the heading."""

    heading: str
    blocks: Sequence[Block]
    href: str = ""
    note: str = ""
    more: Sequence[Link] = ()


@dataclass(frozen=True)
class FreeTime:
    """One free time. `spoken` is the day and with whom, for those who hear the button without its heading."""

    value: str
    text: str
    spoken: str


@dataclass(frozen=True)
class TimesOfOne:
    """The free times of one clinician on one day. `name` is shown when there are several; `label` names the list."""

    name: str
    label: str
    times: Sequence[FreeTime]


@dataclass(frozen=True)
class DayOfTimes:
    """One day with free times: "Tirsdag 24. november"."""

    heading: str
    groups: Sequence[TimesOfOne]
