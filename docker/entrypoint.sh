#!/bin/sh
# Starts a command of the command line in the image. The one word `generated` in place of a secret (the demo of docker-compose.yml)
# stands for a random one that the first container makes and all others find: by a hard link, so that the first writer wins.
set -eu
directory=${TOKENOK_SECRETS_DIR:-/run/tokenok}

made() {
  file=$directory/$1
  if [ ! -s "$file" ]; then
    draft=$file.$(cat /proc/sys/kernel/random/uuid)
    (umask 077 && head -c 32 /dev/urandom | base64 | tr -d '\n' >"$draft")
    ln "$draft" "$file" 2>/dev/null || true
    rm -f "$draft"
  fi
  cat "$file"
}

if [ "${TOKENOK_MASTER_KEY:-}" = generated ]; then
  TOKENOK_MASTER_KEY=$(made master-key)
  export TOKENOK_MASTER_KEY
fi
if [ "${TOKENOK_ADMIN_TOKEN:-}" = generated ]; then
  TOKENOK_ADMIN_TOKEN=$(made admin-token)
  export TOKENOK_ADMIN_TOKEN
fi
root=$(dirname "$0")/..
exec "$root/node_modules/.bin/node" "$root/dist/apps/cli/main.js" "$@"
