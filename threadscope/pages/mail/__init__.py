"""Mail: archives in one file (mbox), folders of single mails (Maildir), and a mail alone.

The parent of a mail is what its own headers say (`parents`); headers are read by the standard
library, each behind a guard, because damaged ones make it raise almost anything (`headers`).
"""

from threadscope.pages.mail.doors import FOLDER, MAIL, MBOX

__all__ = ["FOLDER", "MAIL", "MBOX"]
