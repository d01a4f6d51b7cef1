#!/bin/sh
# The container's start: the library is built from CORPUS where it is missing or stale, then the command runs.
set -eu
if [ "${1:-}" = serve ]; then
    policyqa index build --corpus "${CORPUS:-/opt/policyqa/docs_corpus}" --if-stale
fi
exec policyqa "$@"
