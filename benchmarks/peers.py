"""What people install instead, on the same comments in the format that each wants.

Runs under a Python that has the peer; needs nothing else. `speed.py --peer NAME=PYTHON` starts it.
"""

import json
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any


def chat_miner(folder: Path) -> int:
    """Parse a WhatsApp export with chat-miner."""
    from chatminer.chatparsers import WhatsAppParser  # noqa: PLC0415

    logging.disable(logging.CRITICAL)
    parser = WhatsAppParser(str(folder / "chat.txt"))
    parser.parse_file()
    return len(parser.parsed_messages.get_df())


def whatstk(folder: Path) -> int:
    """Parse a WhatsApp export with whatstk."""
    from whatstk import WhatsAppChat  # noqa: PLC0415

    chat = WhatsAppChat.from_source(
        filepath=str(folder / "chat.txt"), hformat=CHAT_FORMAT, max_size=None
    )
    return len(chat.df)


def convokit(folder: Path) -> int:
    """Build a ConvoKit corpus of utterances that are already cut and know whom they answer."""
    from convokit import Corpus, Speaker, Utterance  # noqa: PLC0415

    logging.disable(logging.CRITICAL)
    speakers: dict[str, Any] = {}
    utterances = []
    with (folder / "utterances.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            name = row.pop("speaker")
            speaker = speakers.setdefault(name, Speaker(id=name))
            utterances.append(Utterance(speaker=speaker, meta={}, timestamp=0, **row))
    corpus = Corpus(utterances=utterances, disable_type_check=True)
    return sum(1 for _ in corpus.iter_utterances())


CHAT_FORMAT = "%d/%m/%Y, %H:%M - %name:"
PEERS: dict[str, Callable[[Path], int]] = {
    "chat-miner": chat_miner,
    "whatstk": whatstk,
    "ConvoKit": convokit,
}
"""What a peer does with the folder of inputs; each gives how many messages it found."""


def write_inputs(comments: Path, folder: Path) -> None:
    """Write comments, as `threadscope comments` gives them, in the formats of the peers."""
    folder.mkdir(parents=True, exist_ok=True)
    above: dict[str, str] = {}
    first: dict[str, str] = {}
    with (
        comments.open(encoding="utf-8") as lines,
        (folder / "chat.txt").open("w", encoding="utf-8") as chat,
        (folder / "utterances.jsonl").open("w", encoding="utf-8") as utterances,
    ):
        for at, line in enumerate(lines):
            row = json.loads(line)
            author = row["author"] or "unknown"
            name = " ".join(author.replace(":", " ").split()) or "unknown"
            text = " ".join(row["body"].split()) or "-"
            minute, hour, day = at % 60, at // 60 % 24, at // 1440 % 28 + 1
            chat.write(f"{day:02}/03/2021, {hour:02}:{minute:02} - {name}: {text}\n")
            own, page = str(row["id"]), row["page"]
            said = {
                "id": own,
                "speaker": author,
                "conversation_id": first.setdefault(page, own),
                "reply_to": above.get(page),
                "text": row["body"],
            }
            above[page] = own
            utterances.write(json.dumps(said) + "\n")


if __name__ == "__main__":
    print(PEERS[sys.argv[1]](Path(sys.argv[2])))
