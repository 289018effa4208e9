# shellcheck shell=bash disable=SC2034,SC2154 # the main script sets work, java, pids
# The browser that looks at the dashboard, and a demo for it to look at.

playwright=1.65.1

# install_browser: CHROMIUM and PLAYWRIGHT say where the browser and the library that drives it are.
install_browser() {
  local folder=$PWD/target/e2e-dashboard/$playwright
  export CHROMIUM=${CHROMIUM:-$(command -v chromium || :)}
  command -v npm >/dev/null || fail 2 'npm is not on PATH, and playwright-core comes from there' 'install Node.js with npm'
  if [ -z "$CHROMIUM" ]; then
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
      fail 2 'not installed: chromium' 'install it, say where it is with CHROMIUM=, or run this as root where apt-get is'
    fi
    apt-get update -qq
    apt-get install -y -qq chromium >/dev/null
    CHROMIUM=$(command -v chromium)
  fi
  if [ ! -d "$folder/node_modules/playwright-core" ]; then
    mkdir -p "$folder"
    npm install --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel=error "playwright-core@$playwright" >/dev/null ||
      fail 2 "npm could not fetch playwright-core $playwright" 'its words are above'
  fi
  export PLAYWRIGHT=$folder
}

# start_demo: an instance that is the demo; its port is $port.
start_demo() {
  write_instance demo OPENAI_BASE_URL=demo: LEDGER=on LOG_REQUESTS=all BIG_MODEL=demo-big MIDDLE_MODEL=demo-middle SMALL_MODEL=demo-small
  start_instance demo
}

# write_instance NAME LINE...: an env file in the working folder, with these lines.
write_instance() {
  local name=$1
  shift
  mkdir -p "$work/env"
  (
    umask 077
    printf '%s\n' "$@" >"$work/env/.env-$name"
  )
}

# start_instance NAME: by its env file, to which it adds the port, $port. It keeps its data in the working folder.
start_instance() {
  local jar=$PWD/proxy.jar log=$work/proxy-$1.log
  free_port
  printf 'PORT=%s\n' "$port" >>"$work/env/.env-$1"
  (cd "$work" && exec "$java" -jar "$jar" --env "env/.env-$1") >"$log" 2>&1 &
  pids="$pids $!"
  await_port "$port" "$!" || fail 1 "the instance '$1' did not start" "$(cat "$log")"
}
