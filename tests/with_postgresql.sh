#!/bin/sh
# with_postgresql.sh COMMAND… runs the command beside a PostgreSQL server of its own, which DATABASE_URL names.
# The server listens on a socket in a folder that only lasts as long, and takes no care of what a crash would lose
# unless DURABLE is set.
# PostgreSQL refuses to run as root: root hands it to the user postgres, whom Debian's package has made.
set -eu
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
bin=${bin:-$(dirname "$(command -v pg_ctl || echo pg_ctl)")}
[ -x "$bin/initdb" ] || { echo "no PostgreSQL server here: install Debian's package postgresql" >&2; exit 1; }
as_postgres() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
careless=
[ -n "${DURABLE:-}" ] || careless="-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
here=$(mktemp -d)
stop() { (cd / && as_postgres "$bin/pg_ctl" -D "$here/data" -m immediate -s stop) || true; rm -rf "$here"; }
trap stop EXIT
trap 'exit 1' HUP INT TERM
[ "$(id -u)" != 0 ] || chown postgres "$here"
(
  cd /
  as_postgres "$bin/initdb" -D "$here/data" -U orgsim -A trust --no-sync --locale=C.UTF-8 -E UTF8 >/dev/null
  as_postgres "$bin/pg_ctl" -D "$here/data" -w -s -l "$here/log" start -o "-k $here -c listen_addresses= \
    -c max_connections=200 $careless"
  as_postgres "$bin/createdb" -h "$here" -U orgsim orgsim
)
DATABASE_URL="postgres://orgsim@/orgsim?host=$here" "$@"
