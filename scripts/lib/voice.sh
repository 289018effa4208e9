# shellcheck shell=bash
# How the supervisor speaks: an error line with a hint line, one table, colours only on a terminal.

# Java finds no file in a folder with an umlaut, and logs question marks, unless the locale has all characters; cron and ssh often have none.
letter=$'\303\274'
# shellcheck disable=SC2030,SC2031 # tried in a subshell, so that a locale that is not there leaves no trace
if [ ${#letter} -gt 1 ]; then
  for locale in C.UTF-8 en_US.UTF-8; do
    if (LC_ALL=$locale && [ ${#letter} -eq 1 ]) 2>/dev/null; then
      export LC_ALL=$locale
      break
    fi
  done
fi

red='' green='' yellow='' bold='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
  red=$'\033[31m' green=$'\033[32m' yellow=$'\033[33m' bold=$'\033[1m' plain=$'\033[0m'
fi

# complain MESSAGE [HINT]
complain() {
  printf 'error: %s\n' "$1" >&2
  [ -z "${2:-}" ] || printf 'hint: %s\n' "$2" >&2
}

# warn MESSAGE: about something that stops nothing.
warn() {
  printf 'warning: %s\n' "$1" >&2
}

# fail CODE MESSAGE [HINT]
fail() {
  complain "$2" "${3:-}"
  exit "$1"
}

# seconds: of a variable by its name, or the number given when it is not set. Ends with 2 when it holds no whole number.
read_seconds() {
  seconds=${!1:-$2}
  case $seconds in
    *[!0-9]* | ??????*) fail 2 "$1=$seconds is no number of seconds" "a whole number up to 99999; $2 when it is not set" ;;
  esac
  seconds=$((10#$seconds))
}

# row CELL...: one more line for the table; the last cell is the state.
rows=()
row() {
  local IFS=$'\037'
  rows[${#rows[@]}]="$*"
}

# print_table: all rows so far, the first one as the head, columns as wide as their widest cell.
print_table() {
  local line cell column last colour IFS=$'\037'
  local cells=() widths=()
  set -f
  # shellcheck disable=SC2206 # split at IFS
  for line in "${rows[@]}"; do
    cells=($line)
    column=0
    for cell in "${cells[@]}"; do
      [ ${#cell} -le "${widths[column]:-0}" ] || widths[column]=${#cell}
      column=$((column + 1))
    done
  done
  colour=''
  # shellcheck disable=SC2206
  for line in "${rows[@]}"; do
    cells=($line)
    last=$((${#cells[@]} - 1))
    if [ "${cells[last]}" = STATE ]; then printf '%s' "$bold"; else state_colour "${cells[last]}"; fi
    for ((column = 0; column < last; column++)); do
      printf '%-*s  ' "${widths[column]}" "${cells[column]}"
    done
    printf '%s%s%s\n' "$colour" "${cells[last]}" "$plain"
  done
  set +f
}

state_colour() {
  case $1 in
    *missing* | *changed* | *usable* | *gone*) colour=$yellow ;;
    up*) colour=$green ;;
    stopped*) colour=$plain ;;
    *) colour=$red ;;
  esac
}
