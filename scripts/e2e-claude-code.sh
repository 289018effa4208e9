#!/usr/bin/env bash
# Runs the real Claude Code through proxy.jar against a scripted provider, with no network but loopback, and checks what comes of it.
#
# usage: scripts/e2e-claude-code.sh [--only NAME]... [--keep] [--list]
#
#   --only NAME   this scenario and no other; may be given again
#   --keep        leave the working folder, with all logs, and say where it is
#   --list        name the scenarios
#
# exit codes: 0 all checks passed   1 one failed   2 cannot run here, or wrong usage   3 no JDK 25   4 the build failed
#
# environment: CLAUDE_CODE_VERSION   the release to run (2.1.329), or latest
#              PORTSIDE_E2E_CACHE    where it is kept between runs (~/.cache/portside-e2e), about 360 MB
#
# Installs Claude Code from npm, and as root on Debian also tmux and iproute2. Needs Linux, npm and Maven.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/lib/voice.sh
. scripts/lib/port.sh
. scripts/e2e/prepare.sh
. scripts/e2e/cast.sh
. scripts/e2e/client.sh
. scripts/e2e/checks.sh
. scripts/e2e/scenarios.sh
. scripts/e2e/demands.sh
. scripts/e2e/chains.sh
. scripts/e2e/gemini.sh
. scripts/e2e/copilot.sh

only='' keep=''
arguments=("$@")
while [ $# -gt 0 ]; do
  case $1 in
    --only)
      is_scenario "${2:-}" || fail 2 "'${2:-}' is no scenario" "one of: $scenarios"
      only="$only $2"
      shift
      ;;
    --keep) keep=yes ;;
    --list)
      printf '%s\n' "$scenarios"
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
if [ -z "${PORTSIDE_E2E_CLAUDE:-}" ]; then
  install_tools
  scripts/build-jar "$java"
  install_claude
  isolate "${arguments[@]}"
fi
claude=$PORTSIDE_E2E_CLAUDE

work=$(mktemp -d "${TMPDIR:-/tmp}/portside-e2e.XXXXXX")
trap end_cast EXIT
trap 'exit 130' INT TERM
start_cast

for scenario in ${only:-$scenarios}; do
  "scenario_${scenario//-/_}"
done
scenario=secrets
check_secrets
scenario=farewell
check_farewell
report
