# shellcheck shell=bash disable=SC2034,SC2154 # answers of one library are for the others to use
# How instances are started: what is needed for it, what stands in the way, and the table of what came of it.

# prepare: finds the JDK, builds, takes the turn, makes missing env files and has them read. Nothing is stopped or started before.
prepare() {
  local reason
  read_seconds PORTSIDE_START_SECONDS 20
  start_seconds=$seconds
  java=$(scripts/find-jdk)
  need_room run logs
  scripts/build-jar "$java"
  wait_turn
  for name in $chosen; do make_env_file "$name"; done
  umask 077
  # shellcheck disable=SC2086 # a list of names
  learn_facts "$java" $chosen || fail 4 'proxy.jar cannot tell what the env files come to' 'it may be older than these scripts: build it, or copy a newer one here'
  find_listeners
}

# make_env_file NAME: from its example, whole, readable for its owner only; one that is there stays as it is.
make_env_file() {
  local file=env/.env-$1 reason
  find_example "$1"
  [ ! -e "$file" ] && [ ! -L "$file" ] && [ -f "$example" ] || return 0
  rm -f "$file.part"
  if reason=$({ umask 077 && cat "$example" >"$file.part" && mv -n "$file.part" "$file"; } 2>&1); then
    printf '%s: made from its example\n' "$file"
  else
    complain "$file cannot be made from its example: ${reason##*: }"
  fi
  rm -f "$file.part"
}

# hindrance: why an instance cannot be started, as far as its file tells; empty when nothing does. Needs recall_facts' answers.
find_hindrance() {
  hindrance=''
  if [ ! -e "env/.env-$1" ]; then
    [ -L "env/.env-$1" ] && hindrance="env/.env-$1 is a link that points to nothing" || hindrance="there is no env/.env-$1"
  elif [ -n "$faults" ]; then
    find_first_fault
    hindrance=$first_fault
  fi
}

# claim NAME: notes that an instance will take its port; fails when another one has noted it before, with the words in $hindrance.
claimed_names=() claimed_ports=() claimed_addresses=()
claim() {
  local i=${#claimed_names[@]} j
  for ((j = 0; j < i; j++)); do
    if [ "${claimed_ports[j]}" = "$port" ] && overlap "${claimed_addresses[j]}" "$address"; then
      hindrance="port $port is also the port of env/.env-${claimed_names[j]}"
      return 1
    fi
  done
  claimed_names[i]=$1 claimed_ports[i]=$port claimed_addresses[i]=$address
}

# archive_log NAME: the last run's log steps aside under the time of this start. Fails when it cannot, with the words in $hindrance.
archive_log() {
  local log=logs/$1.log
  [ -n "${now:-}" ] || now=$(date +%Y%m%d_%H%M%S)
  hindrance=$({
    if [ ! -s "$log" ]; then
      rm -f "$log"
    elif [ -e "$log.$now" ]; then
      cat "$log" >>"$log.$now" && rm -f "$log"
    else
      mv "$log" "$log.$now"
    fi && : >"$log"
  } 2>&1) && hindrance='' || hindrance="$log cannot be written: ${hindrance##*: }"
  [ -z "$hindrance" ]
}

# launch NAME: in a process group of its own, holding none of our files. No terminal sends it a hang-up, since the shell disowns it; one that a person
# sends has it read its files anew. The process writes its own
# pid file before it becomes the proxy, so that none runs without, whatever happens to this script or to the disk.
launch() {
  set -m
  (
    # shellcheck disable=SC2016 # for the shell that is asked
    self=$(exec "$BASH" -c 'echo $PPID')
    if ! find_start "$self" || ! write_pid "$1" "$self"; then
      rm -f "run/$1.pid"
      exit 1
    fi
    exec "$java" ${options[@]+"${options[@]}"} -Dportside.hangup=reload -jar proxy.jar --env "env/.env-$1"
  ) </dev/null >>"logs/$1.log" 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- &
  pids[i]=$!
  set +m
  disown
  find_start "${pids[i]}" || start=gone
  starts[i]=$start
}

# keep NAME WORDS: a running instance that is not restarted, and why.
kept_names='' kept_words=()
keep() {
  kept_names="$kept_names $1"
  kept_words[${#kept_words[@]}]=$2
}

# consider NAME: launches it, or says in $state why not.
consider() {
  local name j=0
  recall_facts "$1"
  if is_running "$1"; then
    pids[i]=$pid starts[i]=$start state=waiting
    if [ -n "$running_facts" ]; then read_facts "$running_facts"; else address=$running_address port=$running_port; fi
    for name in $kept_names; do
      [ "$name" != "$1" ] || state="not restarted, pid $pid still runs: ${kept_words[j]}"
      j=$((j + 1))
    done
    return
  fi
  if [ -n "$foreign" ]; then
    state="failed: $foreign"
    return
  fi
  forget "$1"
  find_hindrance "$1"
  if [ -n "$hindrance" ]; then
    state="failed: $hindrance"
  elif ! claim "$1"; then
    state="skipped: $hindrance"
  elif find_owner "$address" "$port"; then
    state="skipped: port $port is held by $owner"
  elif ! archive_log "$1"; then
    state="failed: $hindrance"
  else
    launch "$1"
    state=waiting
  fi
}

# await_answers: asks every instance in turn until each has answered, died, or used up its time.
await_answers() {
  local deadline=$((SECONDS + start_seconds)) still
  while [ -n "$waiting" ]; do
    still=''
    for i in $waiting; do
      read_facts "${lines[i]}"
      if ask_health "${addresses[i]}" "${ports[i]}" && is_running "${names[i]}" && [ "$pid" = "${pids[i]}" ]; then
        describe_up "${names[i]}"
        states[i]=$state
      elif ! is_alive "${pids[i]}" "${starts[i]}"; then
        states[i]="failed: ended at once, see logs/${names[i]}.log"
        rm -f "run/${names[i]}.pid"
      elif [ $SECONDS -ge $deadline ]; then
        states[i]="failed: pid ${pids[i]} runs but does not answer, see logs/${names[i]}.log"
      else
        still="$still $i"
      fi
    done
    waiting=$still
    [ -z "$waiting" ] || sleep 0.02
  done
}

# start_chosen: starts them, waits, prints the table and what to type, says below it what is wrong. Fails unless all are up.
start_chosen() {
  local all_up=0 claudes='' keyless='' dashboard='' name path
  names=() ports=() addresses=() lines=() states=() pids=() starts=() waiting='' i=0
  for name in $chosen; do
    state=''
    consider "$name"
    names[i]=$name ports[i]=$port addresses[i]=$address lines[i]=$facts states[i]=$state
    [ "$state" != waiting ] || waiting="$waiting $i"
    i=$((i + 1))
  done
  [ $i -gt 0 ] || { tell_odd || :; fail 1 'there is nothing to start' 'an instance is a file env/.env-NAME with OPENAI_API_KEY, OPENAI_BASE_URL, PORT and the models'; }
  await_answers

  head_row
  for ((i = 0; i < ${#names[@]}; i++)); do
    read_facts "${lines[i]}"
    port=${ports[i]}
    instance_row "${names[i]}" "${states[i]}"
    case ${states[i]} in *'key missing'*) keyless="$keyless ${names[i]}" ;; esac
    case ${states[i]} in
      up*)
        [ -z "$claude" ] || claudes="$claudes  $claude"$'\n'
        [ -n "$dashboard" ] || dashboard=$(dashboard_of "$address" "$port") # each one shows all
        ;;
      *) all_up=1 ;;
    esac
  done
  print_table
  for ((i = 0; i < ${#names[@]}; i++)); do show_failure "${names[i]}" "${states[i]}"; done
  if [ -n "$claudes" ]; then
    printf '\nClaude Code, in a project of yours (auto mode asks a check of its server that other providers cannot give, hence the mode):\n%s' "$claudes"
  fi
  [ -z "$dashboard" ] || printf '\nWhat they do: ./portside top, or %s/dashboard in a browser; what they cost: ./portside usage\n' "$dashboard"
  [ -z "$keyless" ] || printf '\nAfter adding the missing keys: ./start-all-proxies.sh restart%s\n' "$keyless"
  return $all_up
}

# dashboard_of ADDRESS PORT: where a browser on this machine reaches it.
dashboard_of() {
  local host=$1
  case $host in '*' | 127.0.0.1 | 0.0.0.0) host=localhost ;; *:*) host="[$host]" ;; esac
  printf 'http://%s:%s' "$host" "$2"
}

# show_failure NAME STATE: the reason in full: the faults of its file, or the end of its log.
show_failure() {
  local indented
  case $2 in
    'failed: ended'* | 'failed: pid'*'does not answer'*)
      printf '\nthe end of logs/%s.log:\n' "$1"
      tail -n 15 "logs/$1.log" 2>/dev/null | sed 's/^/  /'
      ;;
    failed:* | 'not restarted'*)
      [ -e "env/.env-$1" ] || return 0 # what was read is its example
      recall_facts "$1"
      indented=${faults//$'\n'/$'\n'  }
      [ -z "$faults" ] || printf '\nwhat is wrong with env/.env-%s:\n  %s\n' "$1" "$indented"
      ;;
  esac
}

# tell_odd: names the env files that make no instance; fails when one of them looks as if it was meant to.
tell_odd() {
  local path
  if [ ${#aside[@]} -gt 0 ]; then
    printf '\nput aside by their names, not started: %s\n' "${aside[*]}"
  fi
  [ ${#odd[@]} -gt 0 ] || return 0
  for path in "${odd[@]}"; do complain "${path//[[:cntrl:]]/?} was not started" 'a name has letters, digits, dots, dashes and underscores only'; done
  return 1
}
