from .attachment import Attachment
from .communication import Communication
from .conversation import Conversation, ConversationStatus
from .draft import AnswerDraft, Draft
from .presence import Presence

__all__ = ["AnswerDraft", "Attachment", "Communication", "Conversation", "ConversationStatus", "Draft", "Presence"]
