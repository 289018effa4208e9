load sandbox

# What the folder of the checkout may be like: not ours, read-only, full, with an umlaut, checked out on another system.

# other_user COMMAND...: as a user who owns nothing here. Only root can become one.
other_user() {
  setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/ "$@" <&- 3>&-
}

# setup_users: lets another user look into the sandbox; skips the test where there can be none.
setup_users() {
  if [ "$(id -u)" -ne 0 ] || ! command -v setpriv >/dev/null; then skip 'only root can be somebody else'; fi
  chmod o+x "$BATS_RUN_TMPDIR" "$BATS_RUN_TMPDIR"/* "$BATS_TEST_TMPDIR"
  chmod -R o+rX "$SANDBOX"
  cp fake.jar proxy.jar
  other_user test -r scripts/start || skip 'the folder of the tests is closed to others'
}

# small_disk FOLDER: puts a file system of 64 KB into its place; skips the test where that cannot be done.
small_disk() {
  mkdir -p "$1"
  mount -t tmpfs -o "size=64k${2:+,$2}" none "$1" 2>/dev/null || skip 'nothing can be mounted here'
  mounted="${mounted:-} $1"
}

# bounded COMMAND...: ends what would loop for ever.
bounded() {
  timeout -k 1 20 "$@" <&- 3>&-
}

@test "run that cannot be written ends each verb with one line and its reason" {
  setup_users
  local verb
  for verb in start stop restart; do
    run -1 other_user timeout 20 ./start-all-proxies.sh "$verb"
    [ "${lines[0]}" = "error: run/ cannot be written: Permission denied" ]
    [[ "${lines[1]}" == "hint: pid files and logs go there: make room, or give $PWD to the user who runs this ("* ]]
    [ ${#lines[@]} -eq 2 ]
  done
  run -1 other_user timeout 20 ./start-all-proxies.sh status
  [[ "${lines[1]}" == glm*stopped ]]
  mkdir run
  ln -s '999999 1' run/turn
  for verb in start stop restart; do run -1 other_user timeout 20 ./start-all-proxies.sh "$verb"; done
  [[ "${lines[0]}" == "error: run/ cannot be written: "* ]]
}

@test "logs that cannot be written stop nothing" {
  setup_users
  mkdir run
  chown 65534 run env
  run -1 other_user timeout 20 ./start-all-proxies.sh restart
  [ "${lines[0]}" = "error: logs/ cannot be written: Permission denied" ]
}

@test "a file system without links, or without room for one more, is named" {
  printf '#!/bin/sh\necho "ln: failed to create symbolic link: Operation not permitted" >&2\nexit 1\n' >bin/ln
  chmod +x bin/ln
  local verb
  for verb in start stop restart; do
    run -1 bounded ./start-all-proxies.sh "$verb"
    [ "${lines[0]}" = "error: run/ cannot be written: Operation not permitted" ]
  done
}

@test "a read-only file system is named" {
  cp fake.jar proxy.jar
  small_disk run ro
  local verb
  for verb in start stop restart; do
    run -1 bounded ./start-all-proxies.sh "$verb"
    [ "${lines[0]}" = "error: run/ cannot be written: Read-only file system" ]
  done
}

@test "on a full disk nothing is started, nothing stopped for a restart, and stop works" {
  cp fake.jar proxy.jar
  instance glm "PORT=$glm_port"
  instance kimi "PORT=$kimi_port"
  small_disk run
  run supervisor start glm
  local glm
  glm=$(pid_of glm)
  strangers=$glm
  head -c 100000 /dev/zero >run/filler || :
  run -1 supervisor start kimi
  [ "${lines[0]}" = "error: run/ cannot be written: No space left on device" ]
  run -1 supervisor restart glm
  [ "${lines[0]}" = "error: run/ cannot be written: No space left on device" ]
  answers "$glm_port"
  run -0 supervisor stop
  [ "$output" = "glm: stopped" ]
  run ! lives "$glm"
  run ! answers "$kimi_port"
}

@test "a process whose pid file cannot be written does not become the proxy" {
  cp fake.jar proxy.jar
  mkdir -p run/glm.pid
  run -1 supervisor start
  [ "$(state_of glm)" = "failed: ended at once, see logs/glm.log" ]
  [[ "$output" == *"the end of logs/glm.log:"*"run/glm.pid: Is a directory"* ]]
  run ! answers "$glm_port"
  answers "$kimi_port"
}

@test "a supervisor that is killed in the middle leaves no process without a pid file" {
  cp fake.jar proxy.jar
  mkdir -p jdk/bin
  cp "$JAVA25_HOME/release" jdk
  ln -s "${JAVA}c" jdk/bin/javac
  cat >jdk/bin/java <<'END'
#!/usr/bin/env bash
case $* in *--env*) kill -KILL $PPID ;; esac
exec "$JAVA" "$@"
END
  chmod +x jdk/bin/java
  JAVA25_HOME=$SANDBOX/jdk run -137 supervisor start glm
  until answers "$glm_port"; do sleep 0.02; done
  run -0 supervisor stop
  [ "$output" = "glm: stopped" ]
}

@test "an env file is made whole or not at all" {
  cp fake.jar proxy.jar
  mkdir disk
  cp env/.env-*.example disk
  rmdir env 2>/dev/null || rm -r env
  mkdir env
  small_disk env
  cp disk/.env-*.example env
  printf '# %70000s\n' x >>disk/.env-glm.example
  rm env/.env-glm.example
  ln -s "$PWD/disk/.env-glm.example" env/.env-glm.example
  run -1 supervisor start
  [[ "$output" == *"error: env/.env-glm cannot be made from its example: No space left on device"* ]]
  [ "$(ls -A env)" = $'.env-glm.example\n.env-kimi\n.env-kimi.example' ]
}

@test "what root started is left alone, and its pid file stays" {
  setup_users
  instance glm "PORT=$glm_port"
  mkdir run
  chown -R 65534 "$SANDBOX"
  run -0 supervisor start glm
  local pid verb
  pid=$(pid_of glm)
  chown 65534 logs/* env/.env-glm
  run -1 other_user ./start-all-proxies.sh stop
  [ "$output" = "error: glm is left alone: run/glm.pid is root's
hint: stop it as that user: sudo -u root ./start-all-proxies.sh stop glm" ]
  for verb in start restart; do
    run -1 other_user ./start-all-proxies.sh "$verb" glm
    [ "$(state_of glm)" = "failed: run/glm.pid is root's" ]
  done
  run -1 other_user ./start-all-proxies.sh status glm
  [ "$(state_of glm)" = "run/glm.pid is root's, and answers" ]
  chmod 644 run/glm.pid
  run -1 other_user ./start-all-proxies.sh stop glm
  [ "${lines[0]}" = "error: glm is left alone: pid $pid runs as root" ]
  [ "$(pid_of glm)" = "$pid" ] && answers "$glm_port"
  run -0 supervisor stop glm
}

@test "an env file of another user cannot be read, and nothing is made up" {
  setup_users
  instance glm "PORT=$glm_port"
  chmod 600 env/.env-glm
  mkdir run
  chown 65534 run logs env
  run -1 other_user ./start-all-proxies.sh status glm
  [ "${lines[1]}" = "glm   -     -         -    -       -      stopped; env/.env-glm: cannot be read (AccessDeniedException)" ]
  run -1 other_user ./start-all-proxies.sh start glm
  [ "${lines[1]}" = "glm   -     -         -    -       -      failed: env/.env-glm: cannot be read (AccessDeniedException)" ]
}

@test "of an instance whose env file became another user's, status says that it runs and no more" {
  setup_users
  instance glm "PORT=$glm_port"
  mkdir run
  chown -R 65534 run logs env
  run -0 other_user ./start-all-proxies.sh start glm
  chown root env/.env-glm
  chmod 600 env/.env-glm
  run -0 other_user ./start-all-proxies.sh status glm
  [[ "${lines[0]}" == NAME* && "${lines[1]}" == glm*up,* && ${#lines[@]} -eq 2 ]]
  run -0 other_user ./start-all-proxies.sh stop glm
}

@test "without HOME, PATH or anything else, as at the start of a system" {
  cp fake.jar proxy.jar
  run -0 env -i JAVA25_HOME="$JAVA25_HOME" "$PWD/start-all-proxies.sh" start <&- 3>&-
  [ "$(state_of glm)" = "up, key missing: OPENAI_API_KEY in env/.env-glm" ]
  run -0 env -i "$PWD/start-all-proxies.sh" status <&- 3>&-
  run -0 env -i "$PWD/start-all-proxies.sh" stop <&- 3>&-
  run -0 env -i JAVA25_HOME= "$PWD/scripts/find-jdk"
  run -0 env -i HOME= JAVA25_HOME= "$PWD/scripts/find-jdk"
}

@test "a folder with an umlaut and a line break works in the C locale" {
  local folder=$'../Br\303\274cke\n2'
  cp -R "$SANDBOX" "$folder"
  cd "$folder"
  export LC_ALL=C LANG=C
  run -0 supervisor start
  [ "$(state_of glm)" = "up, key missing: OPENAI_API_KEY in env/.env-glm" ]
  run -0 supervisor restart glm
  run -0 supervisor stop
  run ! answers "$glm_port"
}

@test "a locale that is good is left as it is, one that is not is replaced for this run alone" {
  local told='. scripts/lib/voice.sh; printf "%s" "${LC_ALL-unset}"'
  [ "$(env -u LC_ALL LANG=C.UTF-8 bash -euc "$told")" = unset ]
  [ "$(env -u LC_ALL LANG=C bash -euc "$told")" = C.UTF-8 ]
  [ "$(LC_ALL=POSIX bash -euc "$told")" = C.UTF-8 ]
}

@test "a checkout of another system has no CRLF" {
  command -v git >/dev/null || skip 'git is not here'
  cp "$REPOSITORY/.gitattributes" .
  git -c init.defaultBranch=main init -q . 2>/dev/null
  git add .gitattributes start-all-proxies.sh scripts env
  git -c user.name=x -c user.email=x@example.com commit -qm x
  git clone -q -c core.autocrlf=true -c core.eol=crlf . ../windows
  run -1 grep -rlI $'\r' ../windows --exclude-dir=.git
  run -0 ../windows/start-all-proxies.sh help
}

@test "a shell that is not bash is told so" {
  command -v dash >/dev/null || skip 'every shell here is bash'
  run -2 dash start-all-proxies.sh start
  [ "$output" = "error: this script needs bash
hint: ./start-all-proxies.sh, or bash start-all-proxies.sh" ]
  run -2 dash scripts/setup-log-cleanup-cron.sh
  [ "${lines[0]}" = "error: this script needs bash" ]
}
