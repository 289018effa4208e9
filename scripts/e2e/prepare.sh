# shellcheck shell=bash
# What has to be on the machine before a run, and the way into a place without a network.

install_tools() {
  local missing=''
  [ "$(uname -s)" = Linux ] || fail 2 'this runs on Linux only' 'it leans on network namespaces and GNU tools; try a container'
  command -v tmux >/dev/null || missing=tmux
  command -v ip >/dev/null || missing="$missing iproute2"
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    fail 2 "not installed: $missing" 'install them, or run this as root where apt-get is'
  fi
  apt-get update -qq
  # shellcheck disable=SC2086 # one word per package
  apt-get install -y -qq $missing >/dev/null
}

# install_claude: PORTSIDE_E2E_CLAUDE becomes the client's program. A release that is in the cache is not fetched again.
install_claude() {
  local version=${CLAUDE_CODE_VERSION:-2.1.329} cache=${PORTSIDE_E2E_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/portside-e2e} fresh
  command -v npm >/dev/null || fail 2 'npm is not on PATH, and Claude Code comes from there' 'install Node.js with npm'
  [ "$version" != latest ] || version=$(npm view @anthropic-ai/claude-code version)
  mkdir -p "$cache"
  if ! find_claude "$cache/$version"; then
    printf 'fetching Claude Code %s (once; it stays in %s)\n' "$version" "$cache"
    fresh=$(mktemp -d "$cache/fetching.XXXXXX")
    # Its npm scripts only copy the program, which runs from where it lies.
    if ! npm install --prefix "$fresh" --ignore-scripts --no-audit --no-fund --loglevel=error "@anthropic-ai/claude-code@$version" >/dev/null; then
      rm -rf "$fresh"
      fail 2 "npm could not fetch Claude Code $version" 'its words are above'
    fi
    mv -T "$fresh" "$cache/$version" 2>/dev/null || rm -rf "$fresh"
    find_claude "$cache/$version" || fail 2 'npm has no Claude Code for this machine' "look into $cache/$version"
  fi
  export PORTSIDE_E2E_CLAUDE=$program
}

find_claude() {
  for program in "$1"/node_modules/@anthropic-ai/claude-code-*/claude; do
    [ ! -x "$program" ] || return 0
  done
  return 1
}

# isolate ARGUMENT...: starts this run anew where there is no network but loopback; goes on right here where that is not allowed.
isolate() {
  local way
  for way in 'unshare -n' 'unshare -rn'; do
    if $way ip link set lo up 2>/dev/null; then
      exec $way bash -c 'ip link set lo up && exec "$@"' isolated scripts/e2e-claude-code.sh "$@"
    fi
  done
  printf 'note: this machine allows no network namespace, so Claude Code runs with the network in reach\n'
}
