#!/bin/bash
# The same questions, answered by this program and by what people would use instead: docs/comparison.md.
set -euo pipefail
shopt -s inherit_errexit

usage() {
  cat <<'END'
usage: run.sh [--entries N] [--people N] [--everyday] [--program FILE]

Makes a ledger of about N entries (1,000,000) about N people (20,000) and prints how long each takes to answer: whole
process, page cache warm, best of three or more. First subsidy, DuckDB, PostgreSQL, eventsourcing and hledger say what
each person was paid in each scheme for each month, eventsourcing on a fiftieth of it; then subsidy, PostgreSQL, SQLite
and DuckDB are asked the everyday questions of an office, and only these with --everyday. Two answers that differ in a
byte end the run without a table.

Before it: swift build -c release; or --program names a subsidy, and subsidy-bench lies beside it. As root it installs
what Debian has and is missing here (PostgreSQL, whose package starts a server of its own that is not used, hledger,
sqlite3, python3-venv); else it says what is missing. All else is in a temporary folder (in $TMPDIR, else /tmp) and goes
with it.
END
}

fail() { printf 'run.sh: %s\n' "$1" >&2; exit 1; }

entries=1000000
people=20000
everyday_only=''
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath -m "$here/../../../.build/release/subsidy")
while [ $# -gt 0 ]; do
  case "$1" in
    --entries | --people)
      [[ "${2:-}" =~ ^[1-9][0-9]*$ ]] || fail "$1 needs a number, 1 or more"
      if [ "$1" = --entries ]; then entries=$2; else people=$2; fi
      shift 2 ;;
    --everyday) everyday_only=yes; shift ;;
    --program)
      program=$(realpath -eq "${2:-}") || fail '--program needs a file'
      shift 2 ;;
    --help) usage; exit ;;
    *) usage >&2; exit 64 ;;
  esac
done
few=50

bench=$(dirname "$program")/subsidy-bench
for file in "$program" "$bench"; do
  [ -x "$file" ] || fail "there is no $file; run swift build -c release first"
done
export LC_ALL=C PYTHONDONTWRITEBYTECODE=1

folder=$(mktemp -d "${TMPDIR:-/tmp}/subsidy-compare.XXXXXX")
server=''
clean() {
  if [ -n "$server" ]; then as_postgres "$server/pg_ctl" -D "$PGHOST/data" -m immediate -s stop || true; fi
  rm -rf "$folder"
}
trap clean EXIT
trap 'exit 130' INT TERM
# The server's user has to come through to its own folder.
chmod 711 "$folder"

# --- What is needed

# PostgreSQL's own programs stand outside of PATH in Debian; the newest there is.
postgres_programs() { find /usr/lib/postgresql -path '*/bin/initdb' -printf '%h\n' 2>/dev/null | sort -V | tail -n 1; }

as_postgres() {
  if [ "$(id -u)" = 0 ]; then (cd / && exec runuser -u postgres -- "$@"); else "$@"; fi
}

missing=()
[ -n "$everyday_only" ] || command -v hledger >/dev/null || missing+=(hledger)
command -v sqlite3 >/dev/null || missing+=(sqlite3)
[ -n "$(postgres_programs)" ] || missing+=(postgresql)
python3 -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv)
if [ "${#missing[@]}" -gt 0 ]; then
  [ "$(id -u)" = 0 ] || fail "install ${missing[*]} first, or run this as root"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >&2
  apt-get install -y -qq "${missing[@]}" >&2
fi
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check duckdb eventsourcing >&2

python() { "$folder/venv/bin/python" "$@"; }
version() { python -c 'import importlib.metadata, sys; print(importlib.metadata.version(sys.argv[1]))' "$1"; }

# --- Ledgers, a whole one and one for those who would take too long

# make_ledger NAME ENTRIES PEOPLE: a ledger at $folder/NAME, of the past of subsidy-bench as an office would have lived it.
make_ledger() {
  local past=$folder/$1-past
  "$bench" --entries "$2" --people "$3" --seed 1 --keep "$past" >/dev/null
  python "$here/office.py" "$past/history.jsonl" >"$folder/$1.jsonl"
  rm -rf "$past"
  "$program" init --name compare --history-from 2024-12-01T00:00:00Z --by chief --clock-is-right --ledger "$folder/$1" >&2
  "$program" record --history "$folder/$1.jsonl" --ledger "$folder/$1" >&2
  rm "$folder/$1.jsonl"
}
events() { cat "$1"/log/* | grep -c -v '^{"commit":'; }

echo 'making the ledger' >&2
whole=$folder/whole
make_ledger whole "$entries" "$people"
whole_events=$(events "$whole")

# --- Time

shortest=0
# best COMMAND...: runs it three times, its output in $folder/out, the shortest time in $shortest, in microseconds. What
# takes more than a minute is run once.
best() {
  local start took=0
  shortest=''
  for _ in 1 2 3; do
    [ "$took" -lt 60000000 ] || break
    start=${EPOCHREALTIME//[!0-9]/}
    "$@" >"$folder/out"
    took=$((${EPOCHREALTIME//[!0-9]/} - start))
    if [ -z "$shortest" ] || [ "$took" -lt "$shortest" ]; then shortest=$took; fi
  done
}

# row WHO WHAT EVENTS NOT: keeps a row of the table with the time of the last `best`.
row() {
  local seconds rate
  seconds=$(awk -v us="$shortest" 'BEGIN { printf "%.2f", us / 1e6 }')
  rate=$(awk -v us="$shortest" -v n="$3" 'BEGIN { printf "%d", n / us * 1e6 }')
  printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$(thousands "$3")" "$seconds" "$(thousands "$rate")" "$4" >>"$folder/rows"
  printf '%s: %s, %s s\n' "$1" "$2" "$seconds" >&2
}

thousands() { sed -E ':a; s/^([0-9]+)([0-9]{3})/\1,\2/; ta' <<<"$1"; }

# --- Answers

# An answer is lines of person,scheme,month,fen, without months that come to nothing; compared in the order of their bytes.
total() { awk -F, '{ sum += $4 } END { printf "%d rows, %.2f yuan", NR, sum / 100 }' "$1"; }

# same WHO ANSWER EXPECTED: the answers are the same, byte for byte, or the run ends.
same() {
  sort "$2" >"$folder/sorted"
  cmp -s "$folder/sorted" "$3" || fail "$1 says $(total "$folder/sorted"); subsidy says $(total "$3"); they must agree"
}

# from_subsidy EXPECTED: takes the sums out of the JSON in $folder/out.
from_subsidy() {
  python "$here/from_subsidy.py" <"$folder/out" >"$folder/answer"
  [ -s "$folder/answer" ] || fail 'nobody was paid anything in this ledger: nothing to compare; take more --entries'
  sort "$folder/answer" >"$1"
}

# --- The server

start_postgres() {
  local programs
  programs=$(postgres_programs)
  # Debian's psql is a script that looks for this one.
  PATH="$programs:$PATH"
  export PGHOST="$folder/postgres" PGUSER=postgres PGDATABASE=postgres
  if [ "$(id -u)" = 0 ]; then install -d -o postgres -m 711 "$PGHOST"; else mkdir "$PGHOST"; fi
  as_postgres "$programs/initdb" -D "$PGHOST/data" -U postgres -A trust -E UTF8 --locale=C >/dev/null
  server=$programs
  # Memory as one would give it for this, and no write-ahead log for what a transaction makes and fills itself.
  as_postgres "$programs/pg_ctl" -D "$PGHOST/data" -s -w -l "$PGHOST/log" \
    -o "-k '$PGHOST' -c listen_addresses='' -c shared_buffers=1GB -c work_mem=256MB -c max_wal_size=8GB \
      -c wal_level=minimal -c max_wal_senders=0" start
}
start_postgres

# --- The everyday questions

mkdir "$folder/everyday"
createdb everyday
PGDATABASE=everyday python "$here/everyday.py" "$program" "$whole" "$folder/everyday" >"$folder/tables"
dropdb everyday
rm -r "$folder/everyday"
if [ -n "$everyday_only" ]; then
  printf '\n%s, %s events\n\n' "$(nproc) processors" "$(thousands "$whole_events")"
  cat "$folder/tables"
  exit
fi

# --- What each person was paid

whole_answer=$folder/whole.csv
part_answer=$folder/part.csv
part=$folder/part
make_ledger part $((entries / few + 1)) $((people / few + 1))
part_events=$(events "$part")

ask_subsidy() { "$program" person --all --format json --ledger "$1"; }
best ask_subsidy "$whole"
from_subsidy "$whole_answer"
row subsidy 'log to answer (person --all)' "$whole_events" 'nothing'
best ask_subsidy "$part"
from_subsidy "$part_answer"
part_shortest=$shortest

rebuild() { "$program" projections rebuild --ledger "$whole"; }
best rebuild
row subsidy 'log to all tables (projections rebuild)' "$whole_events" 'nothing'

ask_read_model() {
  sqlite3 -readonly -csv "$whole/read-model.sqlite" \
    "SELECT person, scheme, month, paid_fen FROM months WHERE paid_fen <> 0"
}
best ask_read_model
tr -d '\r' <"$folder/out" >"$folder/answer"
same 'the read model' "$folder/answer" "$whole_answer"
sqlite="subsidy, sqlite3 $(sqlite3 --version | cut -d ' ' -f 1)"
row "$sqlite" 'tables to answer' "$whole_events" 'nothing: the rebuild did it'

ask_duckdb() {
  python "$here/duckdb_answer.py" "$whole" "$here/duckdb.sql" "$here/question.sql" "$folder/duckdb.csv"
}
best ask_duckdb
same DuckDB "$folder/duckdb.csv" "$whole_answer"
row "DuckDB $(version duckdb)" 'log to answer' "$whole_events" 'hashes, rules'

load_postgres() {
  cat "$whole"/log/*.jsonl | psql -X -q -v ON_ERROR_STOP=1 -f "$here/postgres.sql"
}
ask_postgres() { psql -X -q -v ON_ERROR_STOP=1 --csv -t -f "$here/question.sql"; }
postgres="PostgreSQL $(psql -X -A -t -c 'SHOW server_version' | cut -d ' ' -f 1)"
best load_postgres
row "$postgres" 'log to table of jsonb (COPY)' "$whole_events" 'hashes, rules'
best ask_postgres
same PostgreSQL "$folder/out" "$whole_answer"
row "$postgres" 'table to answer' "$whole_events" 'hashes, rules'

# The journal is made once, and its time is not hledger's.
python "$here/journal.py" "$whole" >"$folder/paid.journal"
ask_hledger() {
  hledger -f "$folder/paid.journal" balance '^paid:' --flat --monthly --no-total --output-format csv
}
best ask_hledger
python "$here/from_hledger.py" <"$folder/out" >"$folder/answer"
same hledger "$folder/answer" "$whole_answer"
hledger=$(hledger --version | cut -d , -f 1)
payments=$(grep -c '^[0-9]' "$folder/paid.journal")
row "$hledger" 'journal of the payments to answer' "$payments" 'hashes, rules, other events'

append_eventsourcing() {
  rm -f "$folder"/eventsourcing.db*
  python "$here/eventsourcing_answer.py" append "$part" "$folder/eventsourcing.db"
}
ask_eventsourcing() { python "$here/eventsourcing_answer.py" replay "$folder/eventsourcing.db"; }
library="eventsourcing $(version eventsourcing)"
shortest=$part_shortest
row subsidy 'log to answer (person --all)' "$part_events" 'nothing'
best append_eventsourcing
row "$library" 'events to its store' "$part_events" 'hashes, rules'
best ask_eventsourcing
same eventsourcing "$folder/out" "$part_answer"
row "$library" 'store to answer' "$part_events" 'hashes, rules'

# --- The tables

printf '\n%s; the same answers: %s, and %s of the part\n\n' "$(nproc) processors" \
  "$(total "$whole_answer")" "$(total "$part_answer")"
awk -F'\t' '
  function cell(text, width, right) { return sprintf(right ? "%" width "s" : "%-" width "s", text) }
  { for (i = 1; i <= NF; i++) { table[NR, i] = $i; if (length($i) > width[i]) width[i] = length($i) } }
  END {
    for (r = 1; r <= NR; r++) {
      line = "|"
      for (i = 1; i <= NF; i++) line = line " " cell(table[r, i], width[i], r > 1 && i >= 3 && i <= 5) " |"
      print line
      if (r > 1) continue
      line = "|"
      for (i = 1; i <= NF; i++) line = line " " cell(i >= 3 && i <= 5 ? "--:" : "---", width[i]) " |"
      print line
    }
  }' <(printf 'contender\twhat it does\tevents\tseconds\tevents/s\tleaves out\n') "$folder/rows"
echo
cat "$folder/tables"
