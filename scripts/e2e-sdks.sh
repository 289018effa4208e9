#!/usr/bin/env bash
# Lets the official SDKs judge proxy.jar: each talks to it, in front of a scripted provider, and must get what is written in scripts/e2e/sdk/.
#
# usage: scripts/e2e-sdks.sh [--only NAME]... [--keep] [--list]
#
#   --only NAME   this client and no other; may be given again
#   --keep        leave the working folder, with all logs, and say where it is
#   --list        name the clients
#
# exit codes: 0 all clients got what they must   1 one did not   2 cannot run here, or wrong usage   3 no JDK 25   4 the build failed
#
# environment: PORTSIDE_E2E_CACHE   where the SDKs are kept between runs (~/.cache/portside-e2e), about 110 MB
#
# Fetches the newest release of each SDK from npm, Maven Central and PyPI, at most once a day. Needs npm with Node.js 18 or newer, and Maven.
# A registry that is out of reach leaves its SDK at the release that was fetched last; without one, npm and Maven Central are an error,
# while PyPI is passed over.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/lib/voice.sh
. scripts/lib/port.sh
. scripts/e2e/cast.sh
. scripts/e2e/sdk/clients.sh

clients='typescript openai java python'

only='' keep=''
while [ $# -gt 0 ]; do
  case $1 in
    --only)
      case " $clients " in *" ${2:-none} "*) ;; *) fail 2 "'${2:-}' is no client" "one of: $clients" ;; esac
      only="$only $2"
      shift
      ;;
    --keep) keep=yes ;;
    --list)
      printf '%s\n' "$clients"
      exit
      ;;
    -h | --help)
      sed -n '2,/^set /s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
      exit
      ;;
    *) fail 2 "unknown option $1" 'see --help' ;;
  esac
  shift
done

java=$(scripts/find-jdk)
scripts/build-jar "$java"
cache=${PORTSIDE_E2E_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/portside-e2e}
mkdir -p "$cache"

work=$(mktemp -d "${TMPDIR:-/tmp}/portside-e2e.XXXXXX")
trap end_cast EXIT
trap 'exit 130' INT TERM
pids=''
for client in ${only:-$clients}; do
  "fetch_$client"
done
start_cast

failed=0
for client in ${only:-$clients}; do
  judge "$client"
done
[ $failed -eq 0 ]
