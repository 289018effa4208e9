# shellcheck shell=bash disable=SC2034,SC2154 # shared with the main script and its other parts
# Scenarios in which the provider insists on something. DemandingScript.java has its half of each.

scenarios=$scenarios' ten-turns provider-switch session-title refused-image refused-keyword refused-grammar overflow-words empty-answer'

# The second half is a client of its own, before a proxy that knows nothing of the first.
scenario_ten_turns() {
  enter_scenario
  open_proxy deepseek DIALECT=deepseek BIG_MODEL=deepseek-flash
  go_through "$port"
  ask 'ten-turns Please.'
  check 'each thought comes back with its call, to the letter' 'after 5 thoughts heard [turn-1, turn-2, turn-3, turn-4, turn-5]' "$result"
  open_proxy deepseek-later DIALECT=deepseek BIG_MODEL=deepseek-flash
  go_through "$port"
  ask 'ten-turns-more Please.' --continue
  check 'also in another process, before another proxy' 'after 10 thoughts heard [turn-6, turn-7, turn-8, turn-9, turn-10]' "$result"
  check_prefix 12 ten-turns ten-turns-more
}

scenario_provider_switch() {
  local here there
  enter_scenario
  open_proxy switch-deepseek DIALECT=deepseek BIG_MODEL=deepseek-flash
  here=$port
  open_proxy switch-kimi DIALECT=kimi BIG_MODEL=kimi-k3
  there=$port
  go_through "$here"
  ask 'switch Please.'
  check 'the first provider finds its thought' 'heard [switch] after [deepseek-flash ponders switch.]' "$result"
  go_through "$there"
  ask 'switched Please.' --continue
  check 'the second is sent a stand-in for it' 'heard [switched] after [[reasoning unavailable], kimi-k3 ponders switched.]' "$result"
  go_through "$here"
  ask 'switched-back Please.' --continue
  check 'the first finds its own again, and nothing of the second' \
    'heard [switched-back] after [deepseek-flash ponders switch., , deepseek-flash ponders switched-back.]' "$result"
}

# Only the interactive client asks for one, and only when it may send what is not essential. The title becomes the terminal's.
scenario_session_title() {
  local deadline=$((SECONDS + 20)) title=''
  enter_scenario
  surroundings+=(CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=)
  open_terminal || :
  type_in 'scenario:session-title Please.' || :
  await_screen 'ok, session-title' || :
  until [[ $title = *harbour* ]] || [ $SECONDS -ge $deadline ]; do
    title=$(in_tmux display-message -p '#{pane_title}')
    sleep 0.1
  done
  screen >"$place.screen"
  check 'both refusals are healed, and the session has its title' 'Lights of the harbour' "${title#* }"
  check 'one step down at a time' 'json_schema json_object none ' "$(title_formats)"
  check_learned big-model DIALECT_STRUCTURED_OUTPUT=none
  close_terminal
}

# A finished answer without a word goes out as it is, since the client knows what to do about it.
scenario_empty_answer() {
  enter_scenario
  ask 'empty-answer Please.'
  check 'the client asks for words by itself' 'here are words' "$result"
}

# title_formats: what form of answer the requests for a title ask for, in their order.
title_formats() {
  grep -E '"event":"request".*"scenario":"side".*<session>' "$work/provider.jsonl" \
    | sed -nE 's/.*"response_format":\{"type":"([a-z_]+)".*/\1/p;t;s/.*/none/p' | tr '\n' ' '
}

# All later turns of the session go out without the picture.
scenario_refused_image() {
  enter_scenario
  write_png "$place/dot.png"
  ask "refused-image Look at file=$place/dot.png please." --model blind-model
  check 'the turn goes on without the picture' 'heard [[image left out: this model cannot see pictures]]' "$result"
  ask 'refused-image-later Go on.' --model blind-model --continue
  check 'and so does the session' 'no picture was sent' "$result"
  check 'it was sent once' 1 "$(count '"scenario":"refused-image.*"image_url"' "$work/provider.jsonl")"
  check_learned blind-model DIALECT_IMAGES=false
}

scenario_refused_keyword() {
  enter_scenario
  ask 'refused-keyword Please.' --model picky-model
  check 'the tools go out without the keywords' 'every keyword is known' "$result"
  check_learned picky-model 'DIALECT_WITHOUT_KEYWORDS=.*exclusiveMinimum.*'
}

scenario_refused_grammar() {
  enter_scenario
  ask 'refused-grammar Please.' --model grammar-model
  check 'the tools go out without what grammars fail on' 'a grammar was made' "$result"
  check_learned grammar-model DIALECT_SCHEMAS=llamacpp
}

# All at once.
scenario_overflow_words() {
  local words waiting=()
  for words in openai kimi gemini vllm llamacpp; do
    (
      scenario=overflow-$words
      enter_scenario
      ask "$scenario Please."
      printf %s "$result" >"$place.result"
    ) &
    waiting+=($!)
  done
  wait "${waiting[@]}"
  for words in openai kimi gemini vllm llamacpp; do
    scenario=overflow-$words
    place=$work/$scenario events=$work/$scenario.events.jsonl
    check 'the client has the conversation summed up' yes "$(asked "\"scenario\":\"summary\".*before-$scenario-25")"
    check 'and goes on' 'went on after the summary' "$(cat "$place.result")"
  done
}

# asked PATTERN: `yes` when the provider got such a request.
asked() {
  if grep -qE -- "$1" "$work/provider.jsonl"; then printf yes; else printf no; fi
}

# check_learned MODEL SETTING: that the proxy says so.
check_learned() {
  ask_health 127.0.0.1 "$proxy_port" || health=none
  check 'and the proxy tells what it has learned' 1 "$(count "\"model\":\"$1\",\"setting\":\"$2\"" <(printf '%s\n' "$health"))"
}
