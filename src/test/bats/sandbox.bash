# shellcheck shell=bash
# A fresh clone in a folder of its own, its path with a blank and a quote in it: the real scripts, two examples with
# free ports, a proxy.jar that can fail on demand, and a mvn that only copies it.
bats_require_minimum_version 1.5.0

setup() {
  SANDBOX="$BATS_TEST_TMPDIR/it's a clone"
  mkdir -p "$SANDBOX"/{bin,home,env,src/main,logs}
  cp -R "$REPOSITORY/start-all-proxies.sh" "$REPOSITORY/portside" "$REPOSITORY/scripts" "$SANDBOX"
  cd "$SANDBOX"
  cp "$FAKE_JAR" fake.jar
  : >pom.xml
  : >src/main/Main.java
  cat >bin/mvn <<'END'
#!/usr/bin/env bash
echo "mvn $*" >>mvn.calls
if [ -f mvn.broken ]; then
  echo "[ERROR] Main.java:[1,1] something expected"
  exit 1
fi
cp fake.jar proxy.jar
END
  chmod +x bin/mvn
  free_port && glm_port=$port
  free_port && kimi_port=$port
  example glm "PORT=$glm_port"
  example kimi "PORT=$kimi_port"
  # The machine's own settings stay outside.
  export PATH="$SANDBOX/bin:/usr/bin:/bin" HOME="$SANDBOX/home" JAVA25_HOME=${JAVA%/bin/java}
  unset JAVA_HOME PORTSIDE_JAVA PORTSIDE_START_SECONDS PORTSIDE_STOP_SECONDS NO_COLOR
  strangers=''
}

teardown() {
  local file pid
  PATH=/usr/bin:/bin
  # shellcheck disable=SC2086 # a list of numbers
  if [ -n "$strangers" ]; then
    kill -KILL $strangers || :
    wait $strangers || :
  fi 2>/dev/null
  # Whatever proxy works below this test's folder, also where a test fails before its pid file can be read.
  for file in /proc/[0-9]*/cwd; do
    case $(readlink "$file") in "$BATS_TEST_TMPDIR"/*) ;; *) continue ;; esac
    pid=${file%/cwd} pid=${pid#/proc/}
    case $(tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline") in *proxy.jar*) kill -KILL "$pid" || : ;; esac
  done 2>/dev/null
  for file in ${mounted:-}; do umount -l "$SANDBOX/$file" || :; done
}

# example NAME LINE...: writes env/.env-NAME.example.
example() {
  local file=env/.env-$1.example
  shift
  printf '%s\n' OPENAI_API_KEY= OPENAI_BASE_URL=https://api.example.com/v1 BIG_MODEL=big-1 SMALL_MODEL=small-1 "$@" >"$file"
}

# instance NAME LINE...: writes env/.env-NAME, with a key.
instance() {
  local file=env/.env-$1
  shift
  printf '%s\n' OPENAI_API_KEY=sk-test OPENAI_BASE_URL=https://api.example.com/v1 BIG_MODEL=big-1 SMALL_MODEL=small-1 "$@" >"$file"
}

# port: one that nobody listens on.
free_port() {
  while :; do
    port=$((18000 + RANDOM % 13000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || return 0
  done
}

# supervisor ARGUMENT...: the real script, with no input to read.
supervisor() {
  ./start-all-proxies.sh "$@" <&- 3>&-
}

# pid_of NAME: the process its pid file speaks of.
pid_of() {
  local pid
  read -r pid _ <"run/$1.pid"
  printf '%s' "$pid"
}

# answers PORT: whether /health answers there.
answers() {
  (
    . scripts/lib/port.sh
    ask_health 127.0.0.1 "$1"
  )
}

# lives PID: whether a process runs; a zombie that nobody collects does not.
lives() {
  case $(ps -o state= -p "$1") in '' | Z*) return 1 ;; esac
}

# stranger PORT: a process that is not ours and listens; its pid in $stranger.
stranger() {
  printf 'PORT=%s\n' "$1" >elsewhere.env
  "$JAVA" -cp fake.jar FakeProxy elsewhere.env >stranger.log 2>&1 3>&- &
  stranger=$!
  strangers="$strangers $stranger"
  until answers "$1"; do sleep 0.02; done
}

# state_of NAME: its STATE cell in $output.
state_of() {
  printf '%s\n' "$output" | sed -n "s/^$1  *[^ ]*  *[^ ]*  *[^ ]*  *[^ ]*  *[^ ]*  *//p"
}

# mode FILE: its permissions as text.
mode() {
  ls -ld "$1" | cut -c1-10
}
