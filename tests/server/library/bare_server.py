"""The server without its page, which takes longest to start: ``python -m tests.server.library.bare_server PORT``.

The library is that of ``POLICYQA_HOME``, as for the command.
"""

from __future__ import annotations

import sys
import warnings

import uvicorn

from server.app import create_app
from server.bootstrap import Settings, open_state


def main() -> None:
    warnings.simplefilter("ignore")
    state = open_state(Settings(), "127.0.0.1")
    app = create_app(state, with_ui=False)
    with state.working():
        uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")


if __name__ == "__main__":
    main()
