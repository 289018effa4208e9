# shellcheck shell=bash disable=SC2034 # answers are for the verbs to use
# Ports: who listens on one, and whether a proxy answers there.

# listeners: "PORT SOCKET" lines of this moment, on Linux; other systems are asked port by port.
find_listeners() {
  listeners=''
  [ -r /proc/net/tcp ] || return 0
  listeners=$(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk '$4 == "0A" { n = split($2, a, ":"); print a[n], $10 }') || :
}

# owner: who holds a port, as words for people; fails when it is free. Looks, and never touches.
find_owner() {
  local hex line socket='' pid='' command=''
  owner='another process'
  if [ -r /proc/net/tcp ]; then
    printf -v hex '%04X' "$1"
    while read -r line socket && [ "$line" != "$hex" ]; do :; done <<<"$listeners"
    [ "$line" = "$hex" ] || return 1
    pid=$(find /proc/[0-9]*/fd -lname "socket:\[$socket\]" 2>/dev/null | sed -n '1s,^/proc/\([0-9]*\)/.*,\1,p') || :
  elif command -v lsof >/dev/null; then
    pid=$(lsof -nP -iTCP:"$1" -sTCP:LISTEN -t 2>/dev/null | sed -n 1p) || :
    [ -n "$pid" ] || { exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
  else
    { exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
  fi
  { exec 3>&-; } 2>/dev/null || :
  [ -n "$pid" ] || return 0
  find_command "$pid"
  [ ${#command} -le 60 ] || command="${command:0:57}..."
  owner="pid $pid${command:+ ($command)}"
}

is_port() {
  case $1 in '' | *[!0-9]* | ??????*) return 1 ;; esac
  [ "$((10#$1))" -ge 1 ] && [ "$((10#$1))" -le 65535 ]
}

# health: the body of /health; fails while there is none with status 200. Bash alone, so that asking often costs nothing.
ask_health() {
  local host=$1 line length='' status
  health=''
  case $host in 0.0.0.0 | localhost) host=127.0.0.1 ;; ::) host=::1 ;; esac
  { exec 3<>"/dev/tcp/$host/$2"; } 2>/dev/null || return 1
  trap '' PIPE
  if printf 'GET /health HTTP/1.1\r\nHost: localhost:%s\r\nConnection: close\r\n\r\n' "$2" 2>/dev/null >&3; then
    read -r -t 2 line <&3 || line=''
    status=${line#* }
    while read -r -t 2 line <&3 && [ -n "${line%$'\r'}" ]; do
      case $line in [Cc]ontent-[Ll]ength:*) length=${line#*:} length=${length//[!0-9]/} ;; esac
    done
    [ -z "$length" ] || LC_ALL=C read -r -d '' -t 2 -n "$length" health <&3 || :
  fi
  exec 3>&-
  [ "${status%% *}" = 200 ]
}

# state: of an instance that answered, from its /health and from what has changed since it started.
describe_up() {
  state=up
  local missing='"missing_setting"[[:space:]]*:[[:space:]]*"([^"]*)"'
  local obstacle='"obstacle"[[:space:]]*:[[:space:]]*"'
  [[ $health =~ $obstacle ]] && state="up, not usable: see logs/$1.log"
  [[ $health =~ $missing ]] && state="up, key missing: ${BASH_REMATCH[1]}"
  [ ! "env/.env-$1" -nt "run/$1.pid" ] || state="$state; env/.env-$1 has changed since: restart $1"
  [ ! proxy.jar -nt "run/$1.pid" ] || state="$state; proxy.jar is newer: restart $1"
}
