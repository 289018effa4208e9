load sandbox

@test "a verb runs in the folder of the project with its arguments, and its exit code is that of the script" {
  cp fake.jar proxy.jar
  printf '%s\n' -Dfake.option=taken >proxy.options
  ln -s "$SANDBOX/portside" home/observe
  cd home
  run -7 ./observe usage --by 'day,model' 'a b' --help
  [ "$output" = "usage|--by|day,model|a b|--help in $SANDBOX with taken" ]
  run -7 ./observe
  [[ "$output" == "help in "* ]]
}

@test "the jar is built when it is absent, and what the build says is no result" {
  run -7 --separate-stderr ./portside usage
  [ "$output" = "usage in $SANDBOX with no options" ]
  [ "$(wc -l <mvn.calls)" -eq 1 ]
  run -7 --separate-stderr ./portside usage
  [ "$(wc -l <mvn.calls)" -eq 1 ]
}

@test "a cache that was not copied along is left out" {
  cp fake.jar proxy.jar
  printf '%s\n' -XX:AOTCache=absent.aot -Dfake.option=taken >proxy.options
  run -7 ./portside usage
  [[ "$output" == *" with taken" ]]
}

@test "the supervisor hands verbs on, flags of help included" {
  cp fake.jar proxy.jar
  local verb
  for verb in usage top log reset config validate providers claude-settings auth; do
    run -7 supervisor "$verb" glm --help
    [ "$output" = "$verb|glm|--help in $SANDBOX with no options" ]
  done
}

@test "the other way round, too" {
  run -0 ./portside start glm
  answers "$glm_port"
  run -0 ./portside stop glm
  [ ! -e run/glm.pid ]
}

@test "claude runs in the folder it was asked for, with what makes it use the instance" {
  fake_claude
  supervisor start glm
  mkdir home/project
  cd home/project
  ANTHROPIC_API_KEY=mine ANTHROPIC_BASE_URL=elsewhere run -9 ../../start-all-proxies.sh claude glm -- -p 'a b' --help
  [ "$output" = "[--permission-mode|default|-p|a b|--help] in $PWD of [http://localhost:1 of env/.env-glm] with [unset] and [one
two]" ]
  run -9 ../../portside claude env/.env-glm
  [[ "$output" == "[--permission-mode|default] in $PWD of "* ]]
}

@test "claude is not run against what is not up" {
  fake_claude
  run -1 supervisor claude glm
  [ "${lines[0]}" = "error: glm is not up" ]
  [ "${lines[1]}" = "hint: ./start-all-proxies.sh start glm" ]
}

@test "claude is not run with a file that is faulty meanwhile" {
  fake_claude
  supervisor start glm
  echo FAULTY=1 >>env/.env-glm
  ANTHROPIC_BASE_URL=elsewhere run -2 supervisor claude glm
  [ "$output" = "env/.env-glm: it is faulty" ]
}

@test "claude that is not there is told" {
  supervisor start glm
  run -127 supervisor claude glm
  [ "${lines[0]}" = "error: claude is not on PATH" ]
}

@test "claude takes one instance, and the rest behind --" {
  run -2 supervisor claude
  [ "${lines[0]}" = "error: claude: against which instance?" ]
  run -2 supervisor claude -- -p x
  [ "${lines[0]}" = "error: claude: against which instance?" ]
  run -2 supervisor claude glm -p x
  [ "${lines[0]}" = "error: claude takes one instance, and what is for Claude Code behind --" ]
  run -2 supervisor claude nobody
  [ "${lines[0]}" = "error: there is no instance 'nobody'" ]
}

@test "an instance on every address, or on one of IPv6, has a dashboard that can be opened" {
  instance glm "PORT=$glm_port" HOST=0.0.0.0 ANTHROPIC_API_KEY=k
  run -0 supervisor start glm
  [[ "$output" == *"or http://localhost:$glm_port/dashboard in a browser"* ]]
  instance kimi "PORT=$kimi_port" HOST=::1
  run -0 supervisor start kimi
  [[ "$output" == *"or http://[0:0:0:0:0:0:0:1]:$kimi_port/dashboard in a browser"* ]]
}

# fake_claude: one that tells how it was run, and ends with 9.
fake_claude() {
  cat >bin/claude <<'END'
#!/usr/bin/env bash
joined=$(IFS='|'; printf '%s' "$*")
printf '[%s] in %s of [%s] with [%s] and [%s]\n' "$joined" "$PWD" "$ANTHROPIC_BASE_URL" "${ANTHROPIC_API_KEY-unset}" "$TWO"
exit 9
END
  chmod +x bin/claude
}

@test "top, usage and log start without the optimizing compiler, other verbs with it" {
  cp fake.jar proxy.jar
  printf '%s\n' -XX:+PrintCommandLineFlags >proxy.options
  for verb in top usage log; do
    run -7 ./portside "$verb"
    [[ "$output" == *-XX:TieredStopAtLevel=1* ]]
  done
  run -7 ./portside providers
  [[ "$output" != *-XX:TieredStopAtLevel* ]]
}
