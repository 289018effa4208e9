# shellcheck shell=bash
# How the supervisor speaks: an error line with a hint line, one table, colours only on a terminal.

red='' green='' yellow='' bold='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
  red=$'\033[31m' green=$'\033[32m' yellow=$'\033[33m' bold=$'\033[1m' plain=$'\033[0m'
fi

# complain MESSAGE [HINT]
complain() {
  printf 'error: %s\n' "$1" >&2
  [ -z "${2:-}" ] || printf 'hint: %s\n' "$2" >&2
}

# fail CODE MESSAGE [HINT]
fail() {
  complain "$2" "${3:-}"
  exit "$1"
}

# row CELL...: one more line for the table; the last cell is the state.
rows=()
row() {
  local IFS=$'\037'
  rows[${#rows[@]}]="$*"
}

# print_table: all rows so far, the first one as the head, columns as wide as their widest cell.
print_table() {
  local line cell column last colour
  local cells=() widths=()
  for line in "${rows[@]}"; do
    IFS=$'\037' read -r -a cells <<<"$line"
    column=0
    for cell in "${cells[@]}"; do
      [ ${#cell} -le "${widths[column]:-0}" ] || widths[column]=${#cell}
      column=$((column + 1))
    done
  done
  colour=''
  for line in "${rows[@]}"; do
    IFS=$'\037' read -r -a cells <<<"$line"
    last=$((${#cells[@]} - 1))
    if [ "${cells[last]}" = STATE ]; then printf '%s' "$bold"; else state_colour "${cells[last]}"; fi
    for ((column = 0; column < last; column++)); do
      printf '%-*s  ' "${widths[column]}" "${cells[column]}"
    done
    printf '%s%s%s\n' "$colour" "${cells[last]}" "$plain"
  done
}

state_colour() {
  case $1 in
    *missing* | *changed* | *usable*) colour=$yellow ;;
    up*) colour=$green ;;
    stopped*) colour=$plain ;;
    *) colour=$red ;;
  esac
}
