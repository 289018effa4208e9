#!/usr/bin/env bash
# Portside: one proxy process per env/.env-NAME file.
#
# usage: ./start-all-proxies.sh [VERB] [NAME...]
#
#   start        build what is missing, start the instances, wait until they answer (the default)
#   stop         end them; running streams get 30 seconds
#   restart      build, look at the env files and ports, stop, start
#   status       what runs, on which port, with which models
#   logs         the end of the logs; -f follows them, -n LINES shows more
#   clean-logs   delete archived logs older than 3 days
#   claude       run Claude Code against an instance: claude NAME [-- ARGUMENT...]
#   usage, top, log, reset, config, validate, providers, claude-settings, auth
#                as ./portside has them; ./portside help tells more
#   help         this text
#
# Without names a verb is for all instances. glm, .env-glm and env/.env-glm name the same one.
# An example in env/more, and that of a chain, becomes an instance when it is named: ./start-all-proxies.sh start deepseek
#
# exit codes: 0 all is well   1 something is not up, or could not be stopped   2 wrong usage
#             3 no JDK 25     4 the build failed
#
# environment: PORTSIDE_JAVA            the JDK to use: its folder or its bin/java
#              PORTSIDE_START_SECONDS   how long an instance may take to answer (20)
#              PORTSIDE_STOP_SECONDS    how long an instance may take to end (35)
#              NO_COLOR                 no colours, on a terminal too
#
# START_PROXIES.md is the manual.
if [ -z "${BASH_VERSION:-}" ]; then
  printf 'error: this script needs bash\nhint: ./start-all-proxies.sh, or bash start-all-proxies.sh\n' >&2
  exit 2
fi
set -euo pipefail
unset CDPATH

self=${BASH_SOURCE[0]} caller=$PWD
while [ -L "$self" ]; do
  link=$(readlink "$self")
  case $link in
    /*) self=$link ;;
    *) self=$(dirname "$self")/$link ;;
  esac
done
cd "$(dirname "$self")"

help() {
  sed -n '2,/^[^#]/s/^# \{0,1\}//p' start-all-proxies.sh
}

verb=${1:-start}
[ $# -eq 0 ] || shift
case $verb in # which have a help of their own
  claude | usage | top | log | reset | config | validate | providers | claude-settings | auth)
    PORTSIDE_CALLER=$caller exec ./portside "$verb" "$@"
    ;;
esac
for argument in "$verb" "$@"; do
  case $argument in
    -h | --help | help)
      help
      exit 0
      ;;
  esac
done

case $verb in
  start | stop | restart | status | logs | clean-logs) exec "scripts/$verb" "$@" ;;
esac
printf "error: '%s' is no verb\n" "$verb" >&2
printf 'hint: start, stop, restart, status, logs, clean-logs or help, then names: ./start-all-proxies.sh start glm; claude glm\n' >&2
printf 'hint: usage, top, log, reset, config, validate, providers, claude-settings, auth: ./portside help tells of them\n' >&2
exit 2
