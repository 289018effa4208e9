load sandbox

@test "a fresh clone: builds, makes the env files, starts all, prints the table and the lines" {
  run -0 supervisor start
  [ "$(cat mvn.calls)" = "mvn -q -ntp -B -DskipTests package" ]
  answers "$glm_port"
  answers "$kimi_port"
  local expected
  expected=$(
    cat <<END
building proxy.jar (a minute or so; the first time Maven also fetches the libraries; logs/build.log)
env/.env-glm: made from its example
env/.env-kimi: made from its example
NAME  PORT   PROVIDER         BIG    MIDDLE  SMALL    STATE
glm   $glm_port  api.example.com  big-1  big-1   small-1  up, key missing: OPENAI_API_KEY in env/.env-glm
kimi  $kimi_port  api.example.com  big-1  big-1   small-1  up, key missing: OPENAI_API_KEY in env/.env-kimi

Claude Code, in a project of yours (auto mode asks a check of its server that other providers cannot give, hence the mode):
  ANTHROPIC_BASE_URL=http://localhost:$glm_port ANTHROPIC_AUTH_TOKEN=dummy CLAUDE_CODE_GATEWAY_HINT_HEADERS=1 claude --permission-mode default
  ANTHROPIC_BASE_URL=http://localhost:$kimi_port ANTHROPIC_AUTH_TOKEN=dummy CLAUDE_CODE_GATEWAY_HINT_HEADERS=1 claude --permission-mode default

What they do: ./portside top, or http://localhost:$glm_port/dashboard in a browser; what they cost: ./portside usage

After adding the missing keys: ./start-all-proxies.sh restart glm kimi
END
  )
  [ "$output" = "$expected" ]
}

@test "start is the verb when none is given" {
  run -0 supervisor
  answers "$glm_port"
}

@test "works through a link and from another folder" {
  ln -s "$SANDBOX/start-all-proxies.sh" home/proxies
  cd home
  run -0 ./proxies start glm
  cd ..
  answers "$glm_port"
}

@test "env files, logs and pid files are for their owner only, also under a lax umask" {
  umask 000
  run -0 supervisor start glm
  [ "$(mode env/.env-glm)" = "-rw-------" ]
  [ "$(mode logs/glm.log)" = "-rw-------" ]
  [ "$(mode run/glm.pid)" = "-rw-------" ]
}

@test "an env file that is there is left as it is" {
  instance glm "PORT=$glm_port"
  local before
  before=$(cat env/.env-glm)
  run -0 supervisor start glm
  [ "$(cat env/.env-glm)" = "$before" ]
  [ "$(state_of glm)" = "up" ]
}

@test "only the named instances start, by each of their spellings" {
  local name
  for name in glm .env-glm env/.env-glm env/.env-glm.example "$PWD/env/.env-glm"; do
    run -0 supervisor start "$name"
    [ "$(state_of glm)" = "up, key missing: OPENAI_API_KEY in env/.env-glm" ]
    [ ! -e env/.env-kimi ]
  done
}

@test "an example in env/more becomes an instance when it is named, and from then on is one of all" {
  local deepseek_port
  free_port && deepseek_port=$port
  example deepseek "PORT=$deepseek_port"
  mkdir env/more
  mv env/.env-deepseek.example env/more
  run -0 supervisor start
  [ ! -e env/.env-deepseek ] && [[ "$output" != *deepseek* ]]
  run -0 supervisor status
  [[ "$output" != *deepseek* ]]
  run -0 supervisor start deepseek
  [ "${lines[0]}" = "env/.env-deepseek: made from its example" ]
  [ "$(state_of deepseek)" = "up, key missing: OPENAI_API_KEY in env/.env-deepseek" ]
  [ "$(mode env/.env-deepseek)" = "-rw-------" ]
  answers "$deepseek_port"
  run -0 supervisor stop
  [[ "$output" == *"deepseek: stopped"* ]]
  run -0 supervisor start
  answers "$deepseek_port"
}

@test "the example of a chain becomes an instance when it is named, and says which members it lacks" {
  local chain_port
  free_port && chain_port=$port
  printf '%s\n' CHAIN=glm,kimi "PORT=$chain_port" BIG_MODEL=big-1 >env/.env-chain.example
  run -1 supervisor start chain
  [ "${lines[1]}" = "env/.env-chain: made from its example" ]
  [[ "$output" == *"chain  -     -         -    -       -      failed: env/.env-chain: CHAIN: there is no file .env-glm for glm"* ]]
  rm env/.env-chain
  run -0 supervisor start
  [ ! -e env/.env-chain ] && [[ "$output" != *chain* ]]
  run -0 supervisor status
  [[ "$output" != *chain* ]]
  run -0 supervisor start chain
  [ "${lines[0]}" = "env/.env-chain: made from its example" ]
  [[ "$output" == *$'\n'"chain  $chain_port  chain of glm, kimi  big-1  big-1   big-1  up"$'\n'* ]]
  [ "$(mode env/.env-chain)" = "-rw-------" ]
  answers "$chain_port"
  run -0 supervisor stop
  run -0 supervisor start
  answers "$chain_port"
  run -2 supervisor start nobody
  [ "${lines[1]}" = "hint: env/.env-NAME makes one; there are: chain glm kimi" ]
}

@test "members of a chain that are skipped are named" {
  touch env/.env-one env/.env-two env/.env-three
  printf '%s\n' CHAIN=one,two,three "PORT=$glm_port" BIG_MODEL=big-1 FAKE=lacking >env/.env-glm
  run -0 supervisor start glm
  [[ "$output" == *"  up, skips one, three: see logs/glm.log"$'\n'* ]]
}

@test "a chain that is not made yet is told among the examples, and can be switched off" {
  : >env/.env-chain.example
  run -2 supervisor start nobody
  [ "${lines[1]}" = "hint: env/.env-NAME makes one; there are: glm kimi; examples to start from: chain" ]
  : >env/.env-chain.disabled
  run -2 supervisor start chain
  [ "${lines[0]}" = "error: chain is switched off by env/.env-chain.disabled" ]
}

@test "a chain whose member's file changed after the start is pointed out" {
  local chain_port
  free_port && chain_port=$port
  instance glm "PORT=$glm_port"
  instance kimi "PORT=$kimi_port"
  printf '%s\n' CHAIN=glm,kimi "PORT=$chain_port" BIG_MODEL=big-1 >env/.env-chain
  run -0 supervisor start chain
  run -0 supervisor status chain
  [[ "$output" == *"  up, pid $(pid_of chain)" ]]
  instance kimi "PORT=$kimi_port" MAX_RETRIES=2
  run -0 supervisor status chain
  [[ "$output" == *"  up, pid $(pid_of chain); env/.env-chain or a member's file has changed since: restart chain" ]]
  run -0 supervisor restart chain
  [[ "$output" == *"  up"$'\n'* ]]
  printf 'PORT=%s\n' "$chain_port" >>env/.env-chain
  run -0 supervisor status chain
  [[ "$output" == *"; env/.env-chain or a member's file has changed since: restart chain" ]]
}

@test "the examples of env/more are told where a name is unknown" {
  mkdir env/more
  : >env/more/.env-deepseek.example
  run -2 supervisor start deepsek
  [ "${lines[1]}" = "hint: env/.env-NAME makes one; there are: glm kimi; examples to start from: deepseek" ]
}

@test "a provider that cannot be used is pointed out" {
  instance glm "PORT=$glm_port" FAKE=barred
  run -0 supervisor start glm
  [ "$(state_of glm)" = "up, not usable: see logs/glm.log" ]
}

@test "a sign-in that is missing is pointed out with the command that mends it" {
  instance glm "PORT=$glm_port" FAKE=unsigned
  run -0 supervisor start glm
  [ "$(state_of glm)" = "up, not signed in: java -jar proxy.jar auth login glm" ]
}

@test "an unknown name is wrong usage, and nothing is done" {
  local name
  for name in nobody ../../etc/passwd '' '*' 'glm kimi' '$(touch hacked)' -f env/ .env-; do
    run -2 supervisor start "$name"
    [ "${lines[0]}" = "error: there is no instance '$name'" ]
    [ "${lines[1]}" = "hint: env/.env-NAME makes one; there are: glm kimi" ]
  done
  [ ! -e run ] && [ ! -e proxy.jar ] && [ ! -e hacked ]
}

@test "an unknown verb is wrong usage" {
  run -2 supervisor fly
  [ "${lines[0]}" = "error: 'fly' is no verb" ]
}

@test "help is the header of the script" {
  local word
  for word in help -h --help; do
    run -0 supervisor "$word"
    [ "${lines[0]}" = "Portside: one proxy process per env/.env-NAME file." ]
    [ "${lines[-1]}" = "START_PROXIES.md is the manual." ]
  done
  run -0 supervisor start --help
  [ ! -e run ]
}

@test "instances that run are left alone and count as up" {
  run -0 supervisor start glm
  local pid
  pid=$(pid_of glm)
  run -0 supervisor start
  [ "$(pid_of glm)" = "$pid" ]
  [ "$(state_of glm)" = "up, key missing: OPENAI_API_KEY in env/.env-glm" ]
  answers "$kimi_port"
}

@test "an env file that changed after the start is pointed out" {
  run -0 supervisor start glm
  instance glm "PORT=$kimi_port"
  touch -d '+2 seconds' env/.env-glm
  run -0 supervisor start glm
  [ "$(state_of glm)" = "up, key missing: OPENAI_API_KEY in env/.env-glm; env/.env-glm has changed since: restart glm" ]
}

@test "an instance that dies is reported with the end of its log; the others start" {
  instance glm "PORT=$glm_port" FAKE=die
  run -1 supervisor start
  [ "$(state_of glm)" = "failed: ended at once, see logs/glm.log" ]
  [ "$(state_of kimi)" = "up, key missing: OPENAI_API_KEY in env/.env-kimi" ]
  [[ "$output" == *$'\nthe end of logs/glm.log:\n  error: env/.env-glm line 1: no good\n'* ]]
  [ ! -e run/glm.pid ]
}

@test "an instance that does not answer in time is reported and can be stopped" {
  instance glm "PORT=$glm_port" FAKE=mute
  export PORTSIDE_START_SECONDS=1
  run -1 supervisor start glm
  [ "$(state_of glm)" = "failed: pid $(pid_of glm) runs but does not answer, see logs/glm.log" ]
  run -0 supervisor stop glm
  [ "$output" = "glm: stopped" ]
}

@test "a port held by somebody else is reported with the owner and skipped; the owner lives" {
  stranger "$glm_port"
  run -1 supervisor start
  [ "$(state_of glm)" = "skipped: port $glm_port is held by pid $stranger (java -cp fake.jar FakeProxy elsewhere.env, in $SANDBOX)" ]
  [ "$(state_of kimi)" = "up, key missing: OPENAI_API_KEY in env/.env-kimi" ]
  run -0 supervisor stop
  answers "$glm_port"
}

@test "two files with one port: the first has it, the second is told" {
  instance kimi "PORT=$glm_port"
  run -1 supervisor start
  [ "$(state_of glm)" = "up, key missing: OPENAI_API_KEY in env/.env-glm" ]
  [ "$(state_of kimi)" = "skipped: port $glm_port is also the port of env/.env-glm" ]
}

@test "a file with faults is not started; its table row has the first of them, the text below it all" {
  instance glm PORT=80a2
  run -1 supervisor start
  [ "$(state_of glm)" = 'failed: env/.env-glm: PORT: "80a2" is not a number, and more' ]
  [ "$(state_of kimi)" = "up, key missing: OPENAI_API_KEY in env/.env-kimi" ]
  [[ "$output" == *'
what is wrong with env/.env-glm:
  env/.env-glm: PORT: "80a2" is not a number
    hint: mend it
  env/.env-glm: HOST: faulty too
    hint: mend it
'* ]]
  [ ! -e run/glm.pid ] && [ ! -e logs/glm.log ]
}

@test "no script reads an env file itself: the last of two lines counts, and an empty one is none, as the proxy has it" {
  instance glm PORT=1 PORT= BIG_MODEL=other "PORT=$glm_port"
  run -0 supervisor start glm
  [ "${lines[-2]}" = "  ANTHROPIC_BASE_URL=http://localhost:$glm_port ANTHROPIC_AUTH_TOKEN=dummy CLAUDE_CODE_GATEWAY_HINT_HEADERS=1 claude --permission-mode default" ]
  [[ "$output" == *"glm   $glm_port  api.example.com  other  other   small-1  up"* ]]
  run -1 grep -nE '_MODEL|ANTHROPIC_|HOST=' scripts/start scripts/status scripts/restart scripts/stop scripts/lib/*.sh
}

@test "what to type is shown as the jar tells it, of what the process was started with" {
  instance glm "PORT=$glm_port"
  run -0 supervisor start glm
  sed -i 's/ANTHROPIC_BASE_URL=[^ ]*/ANTHROPIC_BASE_URL=http:\/\/[::1]:1/' run/glm.pid
  instance glm "PORT=$kimi_port"
  run -0 supervisor start glm
  [ "${lines[-2]}" = "  ANTHROPIC_BASE_URL=http://[::1]:1 ANTHROPIC_AUTH_TOKEN=dummy CLAUDE_CODE_GATEWAY_HINT_HEADERS=1 claude --permission-mode default" ]
}

@test "a file whose name cannot be an instance is pointed out; backups are not" {
  instance "two words" PORT=1
  instance glm~ PORT=1
  instance glm.bak PORT=1
  run -1 supervisor start
  [[ "$output" == *"error: env/.env-two words was not started"* ]]
  [ "$(ls run)" = $'built\nglm.pid\nkimi.pid' ]
}

@test "copies, left-overs and files put aside are no instances; those that people make are told" {
  local suffix
  instance glm "PORT=$glm_port"
  for suffix in ' copy' ' copy 2' ' (copy)' ' - Copy' '~' .swp .disabled .old -copy .copy _old -backup .bak2 .orig .save .dpkg-old .rpmsave .tmp .off; do
    instance "glm$suffix" "PORT=$kimi_port"
  done
  run -0 supervisor start
  [ "$(ls run)" = $'built\nglm.pid\nkimi.pid' ]
  [[ "$output" == *$'\n'"put aside by their names, not started: "*"env/.env-glm-copy "* ]]
  run -2 supervisor start glm-copy
  [ "${lines[0]}" = "error: env/.env-glm-copy is no instance: its name says that it is put aside" ]
  run -0 supervisor status
}

@test "names that only look like those are instances" {
  local name
  rm env/.env-*
  for name in gpt-4.1 kimi-k2 glm-5.3-20260101 copy my-new-one old off; do instance "$name" PORT=1; done
  run -1 supervisor status
  [ "$(sed '1d; s/ .*//' <<<"$output" | LC_ALL=C sort | tr '\n' ' ')" = "copy glm-5.3-20260101 gpt-4.1 kimi-k2 my-new-one off old " ]
}

@test "a shipped instance is switched off by renaming its file, for good" {
  run -0 supervisor start
  run -0 supervisor stop
  mv env/.env-kimi env/.env-kimi.disabled
  run -0 supervisor start
  [ "$(ls run)" = $'built\nglm.pid' ] && [ ! -e env/.env-kimi ]
  run -0 supervisor status
  [[ "$output" != *$'\nkimi'* ]]
  run -2 supervisor start kimi
  [ "${lines[0]}" = "error: kimi is switched off by env/.env-kimi.disabled" ]
  [ "${lines[1]}" = "hint: mv env/.env-kimi.disabled env/.env-kimi" ]
  mv env/.env-kimi.disabled env/.env-kimi
  run -0 supervisor start
  answers "$kimi_port"
}

@test "an instance that is switched off while it runs can still be stopped" {
  run -0 supervisor start
  mv env/.env-kimi env/.env-kimi.disabled
  run -0 supervisor status
  [ "$(state_of kimi)" = "up, pid $(pid_of kimi), key missing: OPENAI_API_KEY in env/.env-kimi; env/.env-kimi is gone" ]
  run -0 supervisor stop kimi
  run ! answers "$kimi_port"
}

@test "without any env file or example there is nothing to start" {
  rm env/.env-*
  run -1 supervisor start
  [ "${lines[-2]}" = "error: there is nothing to start" ]
}

@test "where no name will do, nothing is started, and it is said why" {
  rm env/.env-*
  : >'env/.env-my glm'
  : >env/.env-kimi.old
  run -1 supervisor start
  [[ "$output" == *'put aside by their names, not started: env/.env-kimi.old'* ]]
  [[ "$output" == *'error: env/.env-my glm was not started'* ]]
  [ "${lines[-2]}" = "error: there is nothing to start" ]
}

@test "one port on two addresses serves two instances; every address is both" {
  instance glm "PORT=$glm_port"
  instance kimi "PORT=$glm_port" HOST=127.0.0.2
  run -0 supervisor start
  [ "$(state_of kimi)" = up ]
  run -0 supervisor restart
  [ "$(state_of kimi)" = up ]
  instance kimi "PORT=$glm_port" HOST=0.0.0.0
  run -0 supervisor stop
  run -1 supervisor start
  [ "$(state_of kimi)" = "skipped: port $glm_port is also the port of env/.env-glm" ]
  run -1 supervisor status
  [[ "$(state_of kimi)" == "stopped; port $glm_port is held by pid $(pid_of glm) ("* ]]
}

@test "an instance on an IPv6 address is asked and seen there" {
  (exec 3<>"/dev/tcp/::1/1") 2>&1 | grep -q refused || skip 'there is no IPv6 here'
  instance glm "PORT=$glm_port" HOST=::1
  run -0 supervisor start glm
  [ "$(state_of glm)" = up ]
  instance kimi "PORT=$glm_port" HOST=::1
  run -1 supervisor start kimi
  [[ "$(state_of kimi)" == "skipped: port $glm_port is held by pid $(pid_of glm) ("* ]]
}

@test "an env file that is a link into nothing is told so, and the others start" {
  ln -s /nowhere/at/all env/.env-glm
  run -1 supervisor start
  [ "$(state_of glm)" = "failed: env/.env-glm is a link that points to nothing" ]
  answers "$kimi_port"
  run -1 supervisor status glm
  [ "$(state_of glm)" = "stopped; env/.env-glm is a link that points to nothing" ]
}

@test "an env file may be a link" {
  instance elsewhere "PORT=$glm_port"
  mv env/.env-elsewhere home/glm
  ln -s ../home/glm env/.env-glm
  run -0 supervisor start glm
  printf 'BIG_MODEL=other\n' >>home/glm
  run -0 supervisor status glm
  [ "$(state_of glm)" = "up, pid $(pid_of glm); env/.env-glm has changed since: restart glm" ]
}

@test "an env file from the future has not changed since" {
  instance glm "PORT=$glm_port"
  touch -d '+1 day' env/.env-glm
  run -0 supervisor start glm
  [ "$(state_of glm)" = up ]
  run -0 supervisor restart glm
  [ "$(state_of glm)" = up ]
}

@test "a jar that changed after the start is pointed out" {
  instance glm "PORT=$glm_port"
  run -0 supervisor start glm
  cp proxy.jar other.jar
  printf x >>other.jar
  mv other.jar proxy.jar
  run -0 supervisor status glm
  [ "$(state_of glm)" = "up, pid $(pid_of glm); proxy.jar has changed since: restart glm" ]
}

@test "an instance of an earlier version, whose pid file says less, is known and asked to be restarted" {
  instance glm "PORT=$glm_port"
  run -0 supervisor start glm
  sed -i '3,$d' run/glm.pid
  run -0 supervisor status glm
  [ "$output" = "NAME  PORT   PROVIDER         BIG    MIDDLE  SMALL    STATE
glm   $glm_port  api.example.com  big-1  big-1   small-1  up, pid $(pid_of glm); proxy.jar has changed since: restart glm" ]
  run -0 supervisor restart glm
  [ "$(state_of glm)" = up ]
}

@test "seconds are whole numbers, or nothing is done" {
  run -0 supervisor start glm
  local odd pid
  pid=$(pid_of glm)
  for odd in abc 1.5 -1 1s ' ' 100000 '$(id)'; do
    PORTSIDE_START_SECONDS=$odd run -2 supervisor start
    [ "${lines[0]}" = "error: PORTSIDE_START_SECONDS=$odd is no number of seconds" ]
    PORTSIDE_STOP_SECONDS=$odd run -2 supervisor stop
    [ "${lines[0]}" = "error: PORTSIDE_STOP_SECONDS=$odd is no number of seconds" ]
    PORTSIDE_START_SECONDS=$odd run -2 supervisor restart
    PORTSIDE_STOP_SECONDS=$odd run -2 supervisor restart
  done
  [ "$(pid_of glm)" = "$pid" ] && answers "$glm_port"
  [ ! -e run/kimi.pid ]
  PORTSIDE_START_SECONDS=08 PORTSIDE_STOP_SECONDS=09 run -0 supervisor restart glm
}

@test "a pid file whose number now belongs to another process does not count" {
  sleep 60 3>&- &
  local other=$!
  strangers="$strangers $other"
  mkdir -p run
  printf '%s 12345\n127.0.0.1 %s\n' "$other" "$glm_port" >run/glm.pid
  run -0 supervisor start glm
  [ "$(pid_of glm)" != "$other" ]
  lives "$other"
}

@test "the process is detached: a group of its own, without input; a hang-up is a wish to reload" {
  run -0 supervisor start glm
  local pid
  pid=$(pid_of glm)
  [ "$(ps -o pgid= -p "$pid" | tr -d ' ')" = "$pid" ]
  [ "$(readlink "/proc/$pid/fd/0")" = /dev/null ]
  tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q -- '-Dportside.hangup=reload -jar proxy.jar'
  answers "$glm_port"
}

@test "the options the build left beside the jar are passed" {
  printf '%s\n' -Dfake.option=speed >proxy.options
  run -0 supervisor start glm
  [ "$(cat logs/glm.log)" = "listening with speed" ]
}

@test "two starts at once: one builds and starts, the other finds it done" {
  supervisor start >first.out 2>&1 &
  local first=$!
  run -0 supervisor start
  wait "$first"
  [ "$(wc -l <mvn.calls)" -eq 1 ]
  [ "$(pgrep -cf "proxy.jar --env env/.env-glm" -g "$(pid_of glm)")" = 1 ]
  [ ! -e run/turn ] && [ ! -L run/turn ]
}

@test "a cache that was not copied along is not asked for" {
  printf '%s\n' '# written by the build' -Dfake.option=speed -XX:AOTCache=proxy-0.aot >proxy.options
  run -0 supervisor start glm
  [ "$(cat logs/glm.log)" = "listening with speed" ]
  : >proxy-0.aot
  (
    . scripts/lib/instance.sh
    find_options
    [ "${options[*]}" = @proxy.options ]
  )
}

@test "the turn of a supervisor that is gone does not count" {
  mkdir run
  ln -s "999999 1" run/turn
  run -0 supervisor start glm
}

@test "of many that find the turn of one that is gone, one at a time has it" {
  mkdir run
  ln -s "999999 1" run/turn
  ln -s "999998 1" run/heir.999999-1
  printf '%s\n' 'set -eu' '. scripts/lib/voice.sh' '. scripts/lib/process.sh' wait_turn 'mkdir inside' 'sleep 0.01' 'rmdir inside' 'echo in >>turns' >turn
  local i all=()
  for i in 1 2 3 4 5 6 7 8; do
    bash turn >/dev/null 2>>races 3>&- &
    all[i]=$!
  done
  for i in 1 2 3 4 5 6 7 8; do wait "${all[i]}"; done
  [ "$(wc -l <turns)" -eq 8 ] && [ ! -s races ]
}

@test "what stands in the place of the turn and is none is named" {
  mkdir run
  printf 'x\n' >run/turn
  run -1 supervisor stop
  [ "$output" = $'error: run/turn is in the way\nhint: rm -r run/turn' ]
}

@test "an emptied log goes on from its beginning" {
  run -0 supervisor start glm
  : >logs/glm.log
  kill -QUIT "$(pid_of glm)"
  until grep -aq 'Full thread dump' logs/glm.log; do sleep 0.02; done
  [ "$(tr -d '\0' <logs/glm.log | wc -c)" -eq "$(wc -c <logs/glm.log)" ]
}

@test "no colours where no terminal is" {
  run -0 supervisor start
  [[ "$output" != *$'\033'* ]]
}
