"""The errors the program raises on purpose.

Each carries one Chinese sentence for the staff member: what happened, to what, and what to do::

    NianbaoError
    ├── InputError            what was typed or sent is not acceptable
    │   └── Settled           the report was approved as a whole and is read-only
    ├── FileError             a file or database cannot be used
    │   └── SeveralReports    the file holds several reports; one of them is to be chosen
    ├── NotFound              the report, note or version is not there (any more)
    │   └── Damaged           the report is there, and something in it cannot be read
    ├── NotPermitted          the person who signed in may not do this
    ├── Conflict              another window saved first; both texts are kept
    ├── SettingError          a setting is missing or wrong
    └── ModelError            the model endpoint did not do its work
        ├── NotSent           what was to be sent may not be; nothing was
        │   └── AskFirst      a person is to look at it first
        ├── ModelUnreachable  no such host, refused, timed out before the first token
        └── ModelInterrupted  the stream stalled or broke after text had come
"""

from typing import Any


class NianbaoError(Exception):
    """Base of all errors meant for the staff member; ``str(error)`` is the sentence to show."""


class InputError(NianbaoError):
    """What was typed or sent is not acceptable; nothing was changed."""


class Settled(InputError):
    """The report was approved as a whole: nothing in it is changed before that is taken back."""


class FileError(NianbaoError):
    """A file or database cannot be used; nothing was changed."""


class SeveralReports(FileError):
    """The file holds several reports, and which is meant only a person can say; ``choices`` are what they are called in it."""

    def __init__(self, message: str, choices: tuple[str, ...]):
        super().__init__(message)
        self.choices = choices


class NotFound(NianbaoError):
    """The report, note or version asked for is not there."""


class Damaged(NotFound):
    """What is kept of the report cannot be read, wholly or in part; nothing was changed, others are not touched."""


class NotPermitted(NianbaoError):
    """The person who signed in may not do this; nothing was changed."""


class Conflict(NianbaoError):
    """The text was changed elsewhere since it was opened.

    ``number`` is the version that stands now.
    """

    def __init__(self, message: str, number: int):
        super().__init__(message)
        self.number = number


class SettingError(NianbaoError):
    """A setting is missing or has a wrong value."""


class ModelError(NianbaoError):
    """The model endpoint did not do its work."""


class NotSent(ModelError):
    """What was to be sent to a model may not be; nothing was sent."""


class AskFirst(NotSent):
    """A person is to look at what is to be sent first, and say whether it goes and how; nothing was sent.

    ``preview``: what there is to look at (``service.sending.Preview``).
    """

    def __init__(self, message: str, preview: Any):
        super().__init__(message)
        self.preview = preview


class ModelUnreachable(ModelError):
    """No usable answer came: wrong address, refused, wrong key, unknown model, timed out."""


class ModelInterrupted(ModelError):
    """The stream stalled or broke after some text had come; that text is kept."""
