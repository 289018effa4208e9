# shellcheck shell=bash disable=SC2154 # the main script and its other parts set work, java, scenario, events
# What a check says, and the checks that hold for all scenarios together.

passed=0 failed=0

# check WORDS WANTED SEEN: one line; when the two differ, also both and the logs of the scenario.
check() {
  if [ "$2" = "$3" ]; then
    passed=$((passed + 1))
    printf '%sok%s    %s: %s\n' "$green" "$plain" "$scenario" "$1"
    return
  fi
  failed=$((failed + 1))
  printf '%sFAIL%s  %s: %s\n      wanted: %s\n      seen:   %s\n' "$red" "$plain" "$scenario" "$1" "$2" "$3"
  show_logs
}

# check_prefix TURNS [SCENARIO...]: that the conversation took so many requests, each of which begins with the bytes of the one before.
check_prefix() {
  local turns=$1
  shift
  check 'the prompt only grows at its end' "$turns turns, each begins with the one before" \
    "$("$java" scripts/e2e/PrefixCheck.java "$work/provider.jsonl" "${@:-$scenario}")"
}

# show_logs: the scenario's part of each log, long lines cut. Once per scenario.
show_logs() {
  local log
  [ "${shown:-}" != "$scenario" ] || return 0
  shown=$scenario
  show 'client events' "$events"
  show 'client stderr' "$place.stderr"
  show 'client screen' "$place.screen"
  show 'provider' "$work/provider.jsonl" "\"scenario\":\"($scenario|side|summary|none)"
  show 'provider in Claude'"'"'s language' "$work/claude.jsonl" "\"scenario\":\"($scenario|side|summary|none)"
  for log in "$work"/proxy-*.log; do show "${log##*/}" "$log"; done
}

# show TITLE FILE [PATTERN]
show() {
  [ -s "$2" ] || return 0
  printf '    -- %s\n' "$1"
  grep -E -- "${3:-}" "$2" | tail -n 25 | cut -c 1-400 | sed 's/^/    /' || :
}

# count PATTERN FILE: lines with it.
count() {
  grep -cE -- "$1" "$2" || :
}

# in_events PATTERN: `yes` when the client told of it.
in_events() {
  if grep -qE -- "$1" "$events"; then printf yes; else printf no; fi
}

check_secrets() {
  local journal=$work/provider.jsonl
  check 'the key of the client never reaches the provider' 0 "$(count "$client_key" "$journal")"
  check 'every request shows the key of the provider' "$(count '"event":"request"' "$journal")" \
    "$(count "\"authorization\":\"Bearer $provider_key\"" "$journal")"
  check 'the billing line of the client stays here' 0 "$(count 'x-anthropic-billing-header' "$journal")"
  check 'no Anthropic header is passed on' 0 "$(count '"headers":\{[^}]*"(anthropic-|x-api-key|x-claude-)' "$journal")"
  check 'the login of the client goes to Claude alone' 0 "$(count "$login_token" "$journal")"
  check 'beside which the key of the client is not shown' 0 "$(count "$client_key" "$work/claude.jsonl")"
  check 'no log of a proxy has a key or the login' 0 "$(count "$client_key|$provider_key|$login_token" <(cat "$work"/proxy-*.log))"
}

check_farewell() {
  local health='' code=0
  ask_health 127.0.0.1 "$proxy_port" || health=none
  check 'the proxy is healthy after all that' healthy "$(sed -nE 's/.*"status":"([a-z]+)".*/\1/p' <<<"$health")"
  kill "$proxy"
  wait "$proxy" || code=$?
  check 'it ends when asked to' yes "$([ $code -eq 0 ] || [ $code -eq 143 ] && printf yes || printf 'with %s' "$code")"
}

report() {
  printf '%s checks passed, %s failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ]
}
