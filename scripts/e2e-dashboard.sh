#!/usr/bin/env bash
# Looks at the dashboard in a real browser: first in front of a scripted instance, then served by proxy.jar itself, with the demo behind it.
#
# usage: scripts/e2e-dashboard.sh [--only NAME]... [--page] [--list]
#
#   --only NAME   this check of the scripted instance and no other; may be given again
#   --page        the scripted instance alone, so that nothing is built
#   --list        name the checks
#
# exit codes: 0 all checks passed   1 one failed   2 cannot run here, or wrong usage   3 no JDK 25   4 the build failed
#
# environment: CHROMIUM   the browser's program (chromium of Debian)
#
# Pictures of the page are left in target/dashboard: look at them. Needs Node.js 18 or newer with npm, from where playwright-core comes once into
# target/e2e-dashboard; as root on Debian it installs Chromium. No check leaves this machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/lib/voice.sh
. scripts/lib/port.sh
. scripts/e2e/cast.sh
. scripts/e2e/browser.sh

checks=$(sed -nE 's/^  async ([a-z]+)\(browser\) \{$/\1/p' src/test/browser/{checks,lists}.mjs | tr '\n' ' ')

only=() page_alone=''
while [ $# -gt 0 ]; do
  case $1 in
    --only)
      case " $checks" in *" ${2:-none} "*) ;; *) fail 2 "'${2:-}' is no check" "one of: $checks" ;; esac
      only+=("$2")
      shift
      ;;
    --page) page_alone=yes ;;
    --list)
      printf '%s\n' "$checks"
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

install_browser
export PICTURES=$PWD/target/dashboard
rm -rf "$PICTURES"
mkdir -p "$PICTURES"
node src/test/browser/checks.mjs ${only[@]+"${only[@]}"}
if [ -n "$page_alone" ] || [ ${#only[@]} -gt 0 ]; then exit; fi

java=$(scripts/find-jdk)
scripts/build-jar "$java"
work=$(mktemp -d "${TMPDIR:-/tmp}/portside-e2e.XXXXXX")
trap end_cast EXIT
trap 'exit 130' INT TERM
pids='' keep=''
start_demo
node src/test/browser/served.mjs "$port"
