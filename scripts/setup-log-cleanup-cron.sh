#!/usr/bin/env bash
# Has cron delete old archived logs every day at 02:00.
#
# usage: scripts/setup-log-cleanup-cron.sh [--remove]
#
#   (nothing)   adds one line to your crontab, unless it is there already, and prints it
#   --remove    takes exactly that line out again
#   --help      this text
#
# exit codes: 0 done   1 the crontab could not be read or written   2 wrong usage
if [ -z "${BASH_VERSION:-}" ]; then
  printf 'error: this script needs bash\nhint: scripts/setup-log-cleanup-cron.sh\n' >&2
  exit 2
fi
set -euo pipefail
unset CDPATH
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/lib/voice.sh

case ${1:-} in
  '' | --remove) ;;
  -h | --help)
    sed -n '2,/^[^#]/s/^# \{0,1\}//p' scripts/setup-log-cleanup-cron.sh
    exit 0
    ;;
  *) fail 2 "'$1' is no option" 'setup-log-cleanup-cron.sh [--remove]' ;;
esac
[ $# -le 1 ] || fail 2 'there is one option, --remove'
command -v crontab >/dev/null || fail 1 'crontab is not on this machine' 'install cron, or run ./start-all-proxies.sh clean-logs now and then; start does so too'

# Quoted for the shell; cron itself takes a bare % for the end of the command. What clean-logs prints would be mailed.
folder=$(printf '%s' "$PWD" | sed "s/'/'\\\\''/g; s/%/\\\\%/g")
line="0 2 * * * cd '$folder' && ./start-all-proxies.sh clean-logs >/dev/null # portside: log clean-up"

# A crontab that cannot be read is not an empty one: writing it anew would lose what is in it.
if ! table=$(LC_ALL=C crontab -l 2>&1); then
  case $table in
    *'no crontab for'* | *'No such file'*) table='' ;;
    *) fail 1 'the crontab cannot be read' "$table" ;;
  esac
fi

write() {
  crontab - || fail 1 'the crontab could not be written'
}

if ! printf '%s\n' "$table" | grep -qxF -- "$line"; then
  if [ "${1:-}" = --remove ]; then
    printf 'there was no such line:\n%s\n' "$line"
  else
    { [ -z "$table" ] || printf '%s\n' "$table"; printf '%s\n' "$line"; } | write
    printf 'added to your crontab:\n%s\n' "$line"
  fi
elif [ "${1:-}" = --remove ]; then
  { printf '%s\n' "$table" | grep -vxF -- "$line" || :; } | write
  printf 'removed from your crontab:\n%s\n' "$line"
else
  printf 'already in your crontab:\n%s\n' "$line"
fi
