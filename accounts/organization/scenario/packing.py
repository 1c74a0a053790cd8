"""A scenario document small enough for the fragment of a link, which no server ever sees."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping


def packed(document: Mapping[str, object]) -> str:
    """DEFLATE (RFC 1951) in base64url without padding: what ``DecompressionStream("deflate-raw")`` reads."""
    compressor = zlib.compressobj(level=9, wbits=-zlib.MAX_WBITS)
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=False)
    content = compressor.compress(text.encode()) + compressor.flush()
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
