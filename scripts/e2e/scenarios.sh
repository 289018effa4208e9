# shellcheck shell=bash disable=SC2034,SC2154 # shared with the main script and its other parts
# The scenarios. Script.java has the provider's half of each, under the same name.

scenarios='tool-loop parallel-tools read-image read-pdf tool-search web-search web-search-backend structured-output subagent thinking '\
'rate-limit overload cut overflow-first overflow-later budget resume models permission endless silent'

is_scenario() {
  case " ${scenarios//$'\n'/ } " in *" $1 "*) ;; *) return 1 ;; esac
}

scenario_tool_loop() {
  enter_scenario
  ask 'tool-loop Please.'
  check 'three calls in a row, each result used' 'heard [step-1-111, step-2-222, step-3-333]' "$result"
  check_prefix 4
  check 'the tokens of all turns are counted' yes "$(in_events '"type":"result".*"output_tokens":80,|"output_tokens":80,.*"type":"result"')"
}

scenario_parallel_tools() {
  enter_scenario
  ask 'parallel-tools Please.'
  check 'two calls with interleaved arguments, results in their order' 'heard [call_left=left-2, call_right=right-4]' "$result"
  check_prefix 2
}

scenario_read_image() {
  enter_scenario
  write_png "$place/dot.png"
  ask "read-image Look at file=$place/dot.png please."
  check 'the image reaches the provider, byte for byte' "received [data:image/png;base64 $(digest "$place/dot.png")]" "$result"
}

scenario_read_pdf() {
  enter_scenario
  write_pdf "$place/page.pdf"
  ask "read-pdf Look at file=$place/page.pdf please."
  check 'the document reaches the provider, byte for byte' "received [data:application/pdf;base64 $(digest "$place/page.pdf")]" "$result"
  check_prefix 2
}

scenario_tool_search() {
  enter_scenario
  ask 'tool-search Please.'
  check 'a deferred tool is found, loaded and called' yes "$([[ $result = 'heard ['*', No scheduled jobs.]' ]] && printf yes || printf %s "$result")"
  check_prefix 3
  check 'it is not offered before' no "$(offered CronList 1)"
  check 'nor is the placeholder, ever' 0 "$(count 'DeferredToolPlaceholder' "$work/provider.jsonl")"
}

# The client turns the call into a request of its own that has a server tool only.
scenario_web_search() {
  enter_scenario
  ask 'web-search Please.'
  check 'where nobody can search, the client learns that the search failed' yes "$(in_events 'Web search results for query: .{2}where ships lie.*Web search error: unavailable')"
  check 'and which setting would turn it on' yes "$(in_events 'WEB_SEARCH=searxng:')"
  check 'no model is asked to make something up' 0 "$(count '"scenario":"searching"' "$work/provider.jsonl")"
  check 'the turn ends well' yes "$([[ $result = 'heard ['* ]] && printf yes || printf %s "$result")"
}

# The scripted provider also plays the search engine of a second proxy.
scenario_web_search_backend() {
  enter_scenario
  open_proxy searching BIG_MODEL=big-model "WEB_SEARCH=searxng:http://127.0.0.1:$provider_port"
  go_through "$port"
  ask 'web-search-backend Please.'
  check 'the engine is asked for what the model calls for' 1 "$(count '"event":"search".*q=where%20ships%20lie&format=json' "$work/provider.jsonl")"
  check 'the client gets the links' yes "$(in_events 'Links: .{0,4}\[.*https://ships.example/quay')"
  check 'and what the model makes of them' yes "$(in_events 'the engine says: They lie at the quay')"
  check 'it counts one search' yes "$(in_events '"webSearchRequests":1,')"
  check 'the turn ends well' yes "$([[ $result = 'heard ['* ]] && printf yes || printf %s "$result")"
}

scenario_structured_output() {
  enter_scenario
  ask 'structured-output Please.' --json-schema '{"type":"object","properties":{"harbour":{"type":"string"}},"required":["harbour"]}'
  check 'the answer has the shape asked for' yes "$(in_events '"structured_output":\{"harbour":"Tallinn"\}')"
}

scenario_subagent() {
  enter_scenario
  ask 'subagent Please.'
  check 'it runs a tool and reports back' 'main subagent heard [inner-42]' "$result"
}

scenario_thinking() {
  enter_scenario
  ask 'thinking Please.'
  check 'the client sees it as a thinking block' yes "$(in_events '"type":"thinking","thinking":"First I ponder the echo\."')"
  check 'it returns with the next turn' 'heard [thought-9] after [First I ponder the echo.]' "$result"
  check_prefix 2
}

scenario_rate_limit() {
  enter_scenario
  ask 'rate-limit Please.'
  check 'the client waits as long as it was told' yes "$(in_events '"subtype":"api_retry".*"retry_delay_ms":1[0-9]{3},"error_status":429')"
  check 'and goes on' 'recovered on request 2' "$result"
}

# Of the four requests the proxy itself repeats the second and the fourth.
scenario_overload() {
  enter_scenario
  ask 'overload Please.'
  check 'the client sees one 529 of three 503' 1 "$(count '"subtype":"api_retry".*"error_status":529' "$events")"
  check 'and goes on' 'recovered on request 4' "$result"
}

scenario_cut() {
  enter_scenario
  ask 'cut Please.'
  check 'half an answer is no answer' 'recovered on request 2' "$result"
}

scenario_overflow_first() {
  enter_scenario
  ask 'overflow-first Please.'
  check 'the client understands both numbers' yes "$(in_events 'Prompt is too long.*210000 tokens .limit 128000')"
  check 'and asks no further' 1 "$(count '"event":"request".*"scenario":"overflow-first"' "$work/provider.jsonl")"
}

scenario_overflow_later() {
  enter_scenario
  ask 'overflow-later Please.'
  check 'the client has the conversation summed up' yes "$(in_events '"subtype":"compact_boundary"')"
  check 'and goes on' 'went on after the summary' "$result"
}

scenario_resume() {
  enter_scenario
  ask 'resume Keep word=kumquat in mind.'
  ask 'resumed Which one?' --continue
  check 'a session goes on where it ended' 'word=kumquat, answered [noted]' "$result"
  check_prefix 2 resume resumed
}

# One token is a budget that any answer uses up.
scenario_budget() {
  enter_scenario
  open_proxy frugal BIG_MODEL=big-model 'BUDGET_DAY=1 tokens' BUDGET_ACTION=stop
  go_through "$port"
  ask 'budget Please.'
  check 'what a budget still covers is answered' 'answered once' "$result"
  ask 'budget Please.'
  check 'then the person reads which budget is used up, and until when' yes "$([[ $result = *'BUDGET_DAY in '*' is used up'*'answered again from '* ]] && printf yes || printf %s "$result")"
  check 'and the client asks no second time' 0 "$(count '"subtype":"api_retry"' "$events")"
  check 'nor is the provider asked' 1 "$(count '"event":"request".*"scenario":"budget"' "$work/provider.jsonl")"
}

scenario_models() {
  enter_scenario
  local pair
  for pair in haiku=small opus=big sonnet=middle; do
    ask 'models Please.' --model "${pair%=*}"
    check "${pair%=*} is ${pair#*=}-model" "answered by ${pair#*=}-model" "$result"
  done
  ask 'models Please.' --model acme-large-2
  check 'another name passes as it is' 'answered by acme-large-2' "$result"
}

scenario_permission() {
  enter_scenario
  open_terminal || :
  type_in 'scenario:permission Please.' || :
  await_screen 'Do you want to proceed' || :
  screen >"$place.screen"
  check 'in a terminal, the person is asked before a tool runs' 1 "$(count 'Do you want to proceed' "$place.screen")"
  press_until 'the tool has run' Enter || :
  screen >"$place.screen"
  check 'then it runs' 1 "$(count 'the tool has run' "$place.screen")"
  check 'and has done its work' yes "$([ -f "$place/made-by-tool" ] && printf yes || printf no)"
  close_terminal
}

scenario_endless() {
  enter_scenario
  leave_with_escape '^  words' 'Esc in the middle of an answer closes the connection'
}

scenario_silent() {
  enter_scenario
  leave_with_escape 'esc to interrupt' 'Esc before the first byte of an answer closes the connection'
}

# leave_with_escape SIGN WORDS [REQUEST [CALLS]]: Esc once the screen shows the sign and the provider has a request with that in it; the connections of so
# many calls (1) must close within a second.
leave_with_escape() {
  local pressed calls=${4:-1}
  open_terminal || :
  type_in "scenario:$scenario Please." || :
  await_journal "\"event\":\"request\".*\"scenario\":\"$scenario\".*${3:-}" || :
  await_screen "$1" || :
  screen >"$place.screen"
  pressed=$(date +%s%3N)
  press Escape
  await_journal "\"event\":\"left\".*\"scenario\":\"$scenario\"" "$calls" || :
  check "$2 within a second" yes "$(left_within 1000 "$calls")"
  type_in 'scenario:after-escape Please.' || :
  await_screen 'ok, after-escape' || :
  screen >"$place.screen"
  check 'the session goes on' 1 "$(count 'ok, after-escape' "$place.screen")"
  close_terminal
}

# left_within MILLISECONDS CALLS: `yes` when the provider saw its peer leave so many calls after $pressed, the last no later than that.
left_within() {
  local left
  mapfile -t left < <(sed -nE "s/^\{\"at\":([0-9]+),\"event\":\"left\".*\"scenario\":\"$scenario\".*/\1/p" "$work/provider.jsonl")
  if [ ${#left[@]} -ne "$2" ]; then
    printf '%s of %s closed' ${#left[@]} "$2"
  elif [ $((left[0] - pressed)) -ge 0 ] && [ $((left[-1] - pressed)) -le "$1" ]; then
    printf yes
  else
    printf 'after %s to %s ms' $((left[0] - pressed)) $((left[-1] - pressed))
  fi
}

# await_journal PATTERN [LINES]: until the provider's log shows it in so many lines (1), for at most 10 seconds.
await_journal() {
  local deadline=$((SECONDS + 10))
  until [ "$(count "$1" "$work/provider.jsonl")" -ge "${2:-1}" ]; do
    [ $SECONDS -lt $deadline ] || return 1
    sleep 0.05
  done
}

# offered TOOL NTH: whether the scenario's nth request offers that tool to the model.
offered() {
  if grep -E "\"event\":\"request\".*\"scenario\":\"$scenario\"" "$work/provider.jsonl" | sed -n "${2}p" | grep -q "\"name\":\"$1\""; then
    printf yes
  else
    printf no
  fi
}

digest() {
  sha256sum "$1" | cut -d ' ' -f 1
}

# write_png FILE: one dot.
write_png() {
  base64 -d >"$1" <<<'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
}

# write_pdf FILE: one page with two words on it.
write_pdf() {
  local offsets='' object number=0
  : >"$1"
  printf '%%PDF-1.4\n' >>"$1"
  for object in \
    '<</Type/Catalog/Pages 2 0 R>>' \
    '<</Type/Pages/Kids[3 0 R]/Count 1>>' \
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>' \
    $'<</Length 42>>stream\nBT /F1 18 Tf 20 40 Td (Hello harbour) Tj ET\nendstream'; do
    number=$((number + 1))
    offsets=$offsets$(printf '%010d 00000 n ' "$(wc -c <"$1")")$'\n'
    printf '%s 0 obj\n%s\nendobj\n' "$number" "$object" >>"$1"
  done
  number=$(wc -c <"$1")
  printf 'xref\n0 5\n0000000000 65535 f \n%strailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n' "$offsets" "$number" >>"$1"
}
