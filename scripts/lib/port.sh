# shellcheck shell=bash disable=SC2034,SC2154 # answers of one library are for the others to use
# Ports: who listens on one, and whether a proxy answers there. Addresses are spelt as portside.console.SupervisorFacts does.

# listeners: "PORT=ADDRESS=SOCKET" words of this moment, on Linux; other systems are asked port by port.
# The kernel prints each 32 bits of an address as a number of its own, here of a little-endian machine.
find_listeners() {
  listeners=''
  [ -r /proc/net/tcp ] || return 0
  listeners=$(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk '
    function value(hex,  i, n) { n = 0; for (i = 1; i <= length(hex); i++) n = n * 16 + index("0123456789ABCDEF", substr(hex, i, 1)) - 1; return n }
    function group(word, from) { return sprintf("%x", value(substr(word, from + 2, 2) substr(word, from, 2))) }
    function dotted(word) { return value(substr(word, 7, 2)) "." value(substr(word, 5, 2)) "." value(substr(word, 3, 2)) "." value(substr(word, 1, 2)) }
    $4 == "0A" {
      split($2, at, ":")
      address = at[1]
      if (address ~ /^0+$/) text = "*"
      else if (length(address) == 8) text = dotted(address)
      else if (address ~ /^0000000000000000FFFF0000/) text = dotted(substr(address, 25))
      else for (i = 0; i < 4; i++) {
        word = substr(address, i * 8 + 1, 8)
        text = (i ? text ":" : "") group(word, 5) ":" group(word, 1)
      }
      print value(at[2]) "=" text "=" $10
    }') || :
}

# overlap ADDRESS ADDRESS: whether the same port of both cannot be had twice.
overlap() {
  [ "$1" = "$2" ] || [ "$1" = '*' ] || [ "$2" = '*' ]
}

# owner: who holds a port of an address, as words for people; fails when it is free. Looks, and never touches.
find_owner() {
  local one held socket='' pid='' command='' told=''
  owner='another process'
  if [ -r /proc/net/tcp ]; then
    set -f # an address may be a star
    for one in $listeners; do
      held=${one#*=} held=${held%=*}
      if [ "${one%%=*}" = "$2" ] && overlap "$1" "$held"; then socket=${one##*=}; fi
    done
    set +f
    [ -n "$socket" ] || return 1
    pid=$(find /proc/[0-9]*/fd -lname "socket:\[$socket\]" 2>/dev/null | sed -n '1s,^/proc/\([0-9]*\)/.*,\1,p') || :
  elif command -v lsof >/dev/null; then
    while read -r told; do
      case $told in p*) pid=${told#p} ;; esac
      case $told in n*:"$2") ! overlap "$1" "$(spell "${told#n}")" || break ;; esac
      told=''
    done < <(lsof -nP -iTCP:"$2" -sTCP:LISTEN -Fpn 2>/dev/null)
    [ -n "$told" ] || { pid='' && connects "$1" "$2"; } || return 1
  else
    connects "$1" "$2" || return 1
  fi
  [ -n "$pid" ] || return 0
  find_command "$pid"
  describe_owner "$pid"
}

# spell ADDRESS:PORT: the address as lsof has it, in the one spelling.
spell() {
  local address=${1%:*}
  case $address in '[::1]') address=0:0:0:0:0:0:0:1 ;; '[::]') address='*' ;; esac
  address=${address#[} address=${address%]}
  printf '%s' "$address"
}

# describe_owner PID: the words for it in $owner, from $command; the folder tells one checkout from another.
describe_owner() {
  local folder='' program=${command%% *}
  if [ -d /proc/self/cwd ]; then
    folder=$(readlink "/proc/$1/cwd" 2>/dev/null) || :
  else
    folder=$(PATH=$PATH:/usr/sbin lsof -a -p "$1" -d cwd -Fn 2>/dev/null | sed -n 's/^n//p') || :
  fi
  command=${program##*/}${command#"$program"}
  [ ${#command} -le 100 ] || command="${command:0:40}...${command: -57}"
  owner="pid $1${command:+ ($command${folder:+, in $folder})}"
  owner=${owner//[[:cntrl:]]/?}
}

# connects ADDRESS PORT: whether anything takes a connection there.
connects() {
  local at=$1
  [ "$at" != '*' ] || at=127.0.0.1
  { exec 3<>"/dev/tcp/$at/$2"; } 2>/dev/null || return 1
  exec 3>&-
}

# health: the body of /health; fails while there is none with status 200. Bash alone, so that asking often costs nothing.
ask_health() {
  local host=$1 line length='' status
  health=''
  case $host in '*' | 0.0.0.0 | localhost) host=127.0.0.1 ;; ::) host=::1 ;; esac
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

# state: of an instance that answered, from its /health and from what has changed since it started; needs is_running's and read_facts' answers.
describe_up() {
  state=up
  local members=''
  case $provider in 'chain of '*) members=" or a member's file" ;; esac
  local missing='"missing_setting"[[:space:]]*:[[:space:]]*"([^"]*)"'
  local obstacle='"obstacle"[[:space:]]*:[[:space:]]*"'
  local sign_in='"obstacle"[[:space:]]*:[[:space:]]*"[^"]*: run (java -jar proxy.jar auth login [A-Za-z0-9._-]+)"'
  local member='"name"[[:space:]]*:[[:space:]]*"([^"]*)"[[:space:]]*,[[:space:]]*"state"[[:space:]]*:[[:space:]]*"unconfigured"'
  local rest=$health skipped=''
  while [[ $rest =~ $member ]]; do
    skipped=$skipped${skipped:+, }${BASH_REMATCH[1]}
    rest=${rest#*"${BASH_REMATCH[0]}"}
  done
  [ -z "$skipped" ] || state="up, skips $skipped: see logs/$1.log"
  [[ $health =~ $obstacle ]] && state="up, not usable: see logs/$1.log"
  [[ $health =~ $sign_in ]] && state="up, not signed in: ${BASH_REMATCH[1]}"
  [[ $health =~ $missing ]] && state="up, key missing: ${BASH_REMATCH[1]}"
  if [ ! -e "env/.env-$1" ]; then
    state="$state; env/.env-$1 is gone"
  elif [ -n "$started_env" ]; then
    find_env_sum "$1"
    [ "$sum" = "$started_env" ] || [ "$sum" = - ] || state="$state; env/.env-$1$members has changed since: restart $1"
  fi
  find_sum proxy.jar
  [ "$sum" = "$started_jar" ] || [ "$sum" = - ] || state="$state; proxy.jar has changed since: restart $1"
}
