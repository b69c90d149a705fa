"""The verbs of the product over the store: open, enter, note, draft, take, check, export.

``ui`` and ``cli`` call these and nothing below that writes into the store.
"""

from __future__ import annotations

from datetime import timedelta

from drafting.settings import Settings
from drafting.store import Store

from .assessments import Assessments
from .backup import Backups
from .choices import Choices
from .collection_batch import CollectionBatch
from .collection_bulletin import CollectionBulletins
from .collection_questions import CollectionQuestions
from .collection_sums import CollectionSums
from .collection_views import CollectionViews
from .collections import Collections
from .conversation import Conversation
from .documents import Documents
from .drafts import Drafts
from .editing import Editing
from .importing import Importing
from .letterheads import Letterheads
from .library import Library
from .limits import ConcurrencyLimits
from .notes import Notes
from .office_files import OfficeFiles
from .office_prompts import OfficePrompts
from .omissions import LeftOut
from .outlines import Outlines
from .pasting import Pasting
from .people import People
from .places import Places
from .presence import Presence
from .prose import Prose
from .readthroughs import Readthroughs
from .review import Review
from .sending import Sending
from .shares import Shares
from .tables import Tables
from .unit_sums import UnitSums


class Service:
    """The program's verbs, sharing one store. Raises what opening the store raises."""

    def __init__(self, settings: Settings):
        self.store = Store(settings.database_url)
        self.office_files = OfficeFiles(self.store, settings.data_dir)
        self.office_files.open()
        changing = self.office_files.changing
        self.prompts = OfficePrompts(self.office_files)
        self.tables = Tables(settings.data_dir, changing)
        collected = settings.data_dir / "collections"
        sums = UnitSums(collected, self.tables)
        self.library = Library(self.store, Assessments(self.tables, sums), settings.data_dir)
        self.places = Places(settings.data_dir, self.tables, changing)
        self.prose = Prose(self.store, self.library)
        self.left_out = LeftOut(self.store, self.library, self.prose)
        self.editing = Editing(self.store, self.library, self.prose)
        self.notes = Notes(self.store, self.prose)
        self.outlines = Outlines(self.store)
        self.importing = Importing(self.store, self.library, self.editing, self.notes, self.prose)
        limits = ConcurrencyLimits()
        shares = Shares(self.store, settings.person_running, settings.person_hourly)
        self.readthroughs = Readthroughs(self.store, limits, shares)
        self.drafts = Drafts(self.store, self.prose, limits, shares, follow=self.readthroughs.follow)
        self.conversation = Conversation(self.store, self.library, limits, shares)
        self.pasting = Pasting(self.store, self.notes, limits, shares)
        self.documents = Documents(self.store, Letterheads(settings.data_dir / "letterheads", changing))
        self.choices = Choices(self.store)
        self.backups = Backups(settings)
        self.review = Review(self.store, self.library)
        self.presence = Presence(self.store)
        self.people = People(self.store, settings.first_manager, timedelta(minutes=settings.idle_minutes))
        self.sending = Sending(changing)
        self.collections = Collections(collected, self.library, self.store.held, self.places.due)
        self.collection_views = CollectionViews(self.collections, self.tables)
        self.collection_questions = CollectionQuestions(self.collections)
        self.collection_bulletins = CollectionBulletins(self.collections, self.collection_views)
        self.collection_batch = CollectionBatch(self.collections, self.tables, limits)
        self.collection_sums = CollectionSums(self.collections, self.library, self.editing, sums)

    def close(self) -> None:
        """Stop every running draft, answer and reading, keeping what came, and give back the store."""
        self.office_files.close()
        self.collections.close()
        self.collection_batch.close()
        self.drafts.close()
        self.readthroughs.close()
        self.conversation.close()
        self.pasting.close()
        self.store.close()


__all__ = [
    "Backups",
    "ConcurrencyLimits",
    "Conversation",
    "Documents",
    "Drafts",
    "Editing",
    "Importing",
    "Library",
    "Notes",
    "Pasting",
    "Prose",
    "Readthroughs",
    "Review",
    "Service",
]
