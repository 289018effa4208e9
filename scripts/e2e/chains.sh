# shellcheck shell=bash disable=SC2034,SC2154 # shared with the main script and its other parts
# Scenarios of a chain: which member is asked next, and that the client goes on as if there were one. ChainScript.java has the provider's half of each.

scenarios=$scenarios' chain-loop chain-hours chain-no-word chain-hedge chain-escape chain-plan'

# Each member speaks another language; the first comes back when its second is over. Each result has in it what the call's own member had heard.
scenario_chain_loop() {
  enter_scenario
  write_chat_members
  write_claude_member loop-claude "$provider_key" BIG_MODEL=second
  write_member loop-responses DIALECT_WIRE=responses DIALECT_REASONING=effort DIALECT_EFFORTS=low,medium,high DIALECT_REPLAY=all BIG_MODEL=third
  open_chain chat-first,loop-claude,loop-responses STICKY=0 SHORT_WAIT=0
  go_through "$port"
  ask 'chain-loop Please.' --model opus
  check 'a tool loop goes over three languages and back, with all its results and the own thoughts of each' \
    'first heard [first heard [], second heard [first heard []], third heard [first heard [], second heard [first heard []]]] after [first ponders.]' "$result"
  ask 'chain-loop-later Please.' --model opus --continue
  check 'later the second finds its own thought again, signed, and no other' 'second heard [] after [second ponders.]' "$result"
}

scenario_chain_hours() {
  enter_scenario
  write_chat_members
  open_chain chat-first,chat-second
  go_through "$port"
  ask 'chain-hours Please.' --model opus
  check 'a limit of two hours is left for the next member' 'second answers chain-hours' "$result"
  check 'within a second' yes "$(second_asked_within 0 1000)"
  check 'and the client hears of no limit' no "$(in_events '"subtype":"api_retry"')"
  ask 'chain-hours-later Please.' --model opus --continue
  check 'the session goes on' 'second answers chain-hours-later' "$result"
  check 'and the first is asked no more' 1 "$(count '"event":"request".*"scenario":"chain-hours.*"model":"first"' "$work/provider.jsonl")"
}

scenario_chain_no_word() {
  enter_scenario
  write_chat_members
  open_chain chat-first,chat-second FIRST_TOKEN_TIMEOUT=2s
  go_through "$port"
  ask 'chain-no-word Please.' --model opus
  check 'silence is left for the next member' 'second answers chain-no-word' "$result"
  check 'after FIRST_TOKEN_TIMEOUT' yes "$(second_asked_within 1500 4000)"
  check 'and the silent call is ended' 1 "$(count '"event":"left".*"scenario":"chain-no-word"' "$work/provider.jsonl")"
}

scenario_chain_hedge() {
  enter_scenario
  write_chat_members
  open_chain chat-first,chat-second HEDGE_AFTER=1s
  go_through "$port"
  ask 'chain-hedge Please.' --model opus
  check 'beside a silent member a second one is asked, and its answer counts' 'second answers chain-hedge' "$result"
  check 'after HEDGE_AFTER' yes "$(second_asked_within 500 3000)"
  check 'and the silent call is ended' 1 "$(count '"event":"left".*"scenario":"chain-hedge"' "$work/provider.jsonl")"
}

# The first has refused it, the second is silent, the third is asked beside it.
scenario_chain_escape() {
  enter_scenario
  write_chat_members
  open_chain chat-first,chat-second,chat-third HEDGE_AFTER=1s
  go_through "$port"
  leave_with_escape 'esc to interrupt' 'Esc closes the connection to both members that are asked' '"model":"third"' 2
}

# The client is logged in and shows a token of its own.
scenario_chain_plan() {
  enter_scenario
  log_in
  write_claude_member plan from-client:any-host BIG_MODEL=claude-opus-5-5
  run_proxy plan
  go_through "$port"
  ask 'chain-plan Please.'
  check 'of a plan that is used up the client tells in its own words' yes "$(in_events "You've hit your .*limit · resets ")"
  check 'and which window of the plan it was' yes "$(in_events '"rateLimitType":"five_hour","overageStatus":"rejected"')"
  check 'after one request' 1 "$(count '"event":"request".*"scenario":"chain-plan"' "$work/claude.jsonl")"
  check 'which has the login' 1 "$(count "\"authorization\":\"Bearer $login_token\"" "$work/claude.jsonl")"
  write_chat_members
  open_chain plan,chat-first CHAIN_BIG=plan:passthrough,chat-first CHAIN_MIDDLE=plan:passthrough,chat-first CHAIN_SMALL=plan:passthrough,chat-first
  go_through "$port"
  ask 'chain-plan Please.'
  check 'in a chain the next member answers' 'first answers chain-plan' "$result"
  ask 'chain-plan Please.' --continue
  check 'and goes on' 'first answers chain-plan' "$result"
  check 'and the plan was asked once' 2 "$(count '"event":"request".*"scenario":"chain-plan"' "$work/claude.jsonl")"
}

# write_chat_members: three that speak chat completions.
write_chat_members() {
  local member
  for member in first second third; do
    write_member "chat-$member" DIALECT_REPLAY=all "BIG_MODEL=$member"
  done
}

# write_claude_member NAME KEY LINE...: one that stands for Claude itself.
write_claude_member() {
  local name=$1 key=$2
  shift 2
  write_env "$name" "OPENAI_BASE_URL=http://127.0.0.1:$provider_port/claude" "OPENAI_API_KEY=$key" DIALECT=claude "$@"
}

# second_asked_within FROM TO: `yes` when the second call of the scenario came so many milliseconds after the first.
second_asked_within() {
  local calls between
  mapfile -t calls < <(sed -nE "s/^\{\"at\":([0-9]+),\"event\":\"request\".*\"scenario\":\"$scenario\".*/\1/p" "$work/provider.jsonl")
  between=$((${calls[1]:-0} - ${calls[0]:-0}))
  if [ "$between" -ge "$1" ] && [ "$between" -le "$2" ]; then printf yes; else printf '%s calls, %s ms between' "${#calls[@]}" "$between"; fi
}
