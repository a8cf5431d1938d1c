"""The columns of a row: their names, their order, what their cells hold. The contract, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

ROWS_VERSION = "1.0"
"""Version of the rows. Within a major version columns are only added, at the end; none goes, moves or changes what it
holds."""

ColumnKind = Literal["text", "text or null", "whole", "number", "fragments"]

COLUMNS: Mapping[str, ColumnKind] = {
    "doc_id": "text",
    "quote_id": "text",
    "quote": "text",
    "fragments": "fragments",
    "start": "whole",
    "end": "whole",
    "kind": "text",
    "cue": "text or null",
    "cue_start": "whole",
    "cue_end": "whole",
    "source": "text or null",
    "source_start": "whole",
    "source_end": "whole",
    "speaker": "text or null",
    "speaker_role": "text or null",
    "speaker_state": "text or null",
    "counterpart": "text or null",
    "counterpart_mention": "text or null",
    "counterpart_start": "whole",
    "counterpart_end": "whole",
    "tone": "text or null",
    "p_hostile": "number",
    "p_cautious": "number",
    "p_constructive": "number",
    "stance": "number",
    "tone_set": "text or null",
    "title": "text or null",
    "date": "text or null",
    "outlet": "text or null",
    "url": "text or null",
    "model": "text",
    "counterpart_found": "text or null",
    "confidence": "number",
    "speaker_id": "text or null",
    "speaker_confidence": "number",
    "counterpart_confidence": "number",
}
"""Every column of a row, in order, with what its cells hold."""

DTYPES: Mapping[ColumnKind, str] = {
    "text": "object",
    "text or null": "object",
    "whole": "Int64",
    "number": "float64",
    "fragments": "object",
}
"""The pandas dtype of each kind of column."""

NEEDED = ("doc_id", "quote_id", "quote", "fragments")
"""Without these columns a file is no file of rows; others that lack are read as null."""
