"""When two texts count as the same: compatible characters, case, white space and quotation marks do not
matter.
"""

from __future__ import annotations

import re
import unicodedata

_DROPPED = re.compile(r"[\s\"'“”‘’„‟‚‛「」『』﹁﹂﹃﹄〝〞〟«»‹›]+")


def normalise(text: str) -> str:
    """``text`` in Unicode NFKC, lower case, without white space and quotation marks (book-title marks 《》
    stay).
    """
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text).lower())
