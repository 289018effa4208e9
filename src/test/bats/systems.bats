load sandbox

# On systems other than Linux there is no /proc, and date and stat differ. Here the scripts do not find theirs.
setup_without_proc() {
  sed -i 's,/proc/,/nowhere/,g' scripts/lib/*.sh
  printf '#!/bin/sh\ncase $1 in -d) exit 1 ;; -r) shift; t=$1; shift; exec /bin/date -d "@$t" "$@" ;; *) exec /bin/date "$@" ;; esac\n' >bin/date
  chmod +x bin/date
}

# lsof_of PORT PID: an lsof that knows one listener, and the folder of every process, in the words of the real one.
lsof_of() {
  cat >bin/lsof <<END
#!/bin/sh
case "\$*" in
  "-nP -iTCP:$1 -sTCP:LISTEN -Fpn") printf 'p$2\nf7\nn127.0.0.1:$1\n' ;;
  *"-d cwd -Fi") printf 'p%s\nfcwd\ni%s\n' "\$3" "\$(stat -L -c %i /proc/\$3/cwd)" ;;
  *"-d cwd -Fn") printf 'p%s\nfcwd\nn/the/folder\n' "\$3" ;;
  *) exit 1 ;;
esac
END
  chmod +x bin/lsof
}

@test "without /proc: start, status, stop" {
  setup_without_proc
  lsof_of 1 1
  touch logs/glm.log.20200101_000000
  run -0 supervisor start
  [ ! -e logs/glm.log.20200101_000000 ]
  run -0 supervisor status
  [ "$(state_of glm)" = "up, pid $(pid_of glm), key missing: OPENAI_API_KEY in env/.env-glm" ]
  run -0 supervisor stop
  run ! answers "$glm_port"
}

@test "without /proc: a held port is seen, its owner left alone" {
  setup_without_proc
  stranger "$glm_port"
  printf '#!/bin/sh\nexit 1\n' >bin/lsof
  chmod +x bin/lsof
  run -1 supervisor start glm
  [ "$(state_of glm)" = "skipped: port $glm_port is held by another process" ]
  lsof_of "$glm_port" "$stranger"
  run -1 supervisor start glm
  [ "$(state_of glm)" = "skipped: port $glm_port is held by pid $stranger (java -cp fake.jar FakeProxy elsewhere.env, in /the/folder)" ]
  answers "$glm_port"
}

@test "without /proc: one port on two addresses, a copy that has no say, processes without pid files" {
  setup_without_proc
  instance glm "PORT=$glm_port"
  instance kimi "PORT=$glm_port" HOST=127.0.0.2
  lsof_of 1 1
  run -0 supervisor start
  strangers="$(pid_of glm) $(pid_of kimi)"
  cp -a "$SANDBOX" ../copy
  cd ../copy
  run -0 supervisor stop
  [ "$output" = "nothing was running" ]
  cd "$SANDBOX"
  rm -r run
  run -1 supervisor stop
  [[ "$output" == *"error: glm runs as pid "* && "$output" == *"error: kimi runs as pid "* ]]
}

@test "without /proc: a recycled pid is not touched" {
  setup_without_proc
  sleep 60 3>&- &
  local other=$!
  strangers=$other
  mkdir run
  printf '%s Mon Jan 1 00:00:00 2024\n127.0.0.1 1\n' "$other" >run/glm.pid
  run -0 supervisor stop glm
  [ "$output" = "glm: was not running" ]
  lives "$other"
}

@test "nothing that bash 3.2 does not have" {
  local newer='declare -A|local -A|mapfile|readarray|\$\{[a-zA-Z_]+(,|\^)|&>>|\|&|coproc|wait -n|read [^;]*-[a-z]*N|EPOCH|BASHPID|\$\{[a-z]+\[-1\]\}|printf [^;]*%\(|read [^|;]*-t 0?\.|declare -n|local -n|shopt -s globstar'
  run -1 grep -nE "$newer" start-all-proxies.sh scripts/start scripts/stop scripts/restart scripts/status scripts/logs \
    scripts/clean-logs scripts/find-jdk scripts/build-jar scripts/setup-log-cleanup-cron.sh scripts/lib/*.sh
}
