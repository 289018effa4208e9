# shellcheck shell=bash disable=SC2154 # the main script sets work, cache, java; cast.sh the ports and keys
# Each client: how its SDK is fetched, how its suite is run, and whether that said what it must.

fetch_typescript() {
  fetch typescript install_npm @anthropic-ai/sdk || fail 2 'npm could not fetch @anthropic-ai/sdk' "$(tail -n 3 "$work/fetch.log")"
}

fetch_openai() {
  fetch openai install_npm openai || fail 2 'npm could not fetch openai' "$(tail -n 3 "$work/fetch.log")"
}

fetch_java() {
  fetch java install_maven com.anthropic anthropic-java || fail 2 'Maven could not fetch com.anthropic:anthropic-java' "$(tail -n 3 "$work/fetch.log")"
}

# Not everywhere is there a PyPI.
fetch_python() {
  fetch python install_pip anthropic || release=''
  [ -n "$release" ] || printf 'passing over python: PyPI is out of reach, or there is no python3 with pip\n'
  python_release=$release
}

# fetch NAME COMMAND...: the folder in $release gets the SDK, by the command with a fresh folder as its last argument; the one of
# today, or the last one that could be fetched.
fetch() {
  local name=$1 today fresh
  today=$(date +%Y-%m-%d)
  shift
  release=$cache/$name-$today
  [ ! -d "$release" ] || return 0
  fresh=$(mktemp -d "$cache/fetching.XXXXXX")
  if "$@" "$fresh" >"$work/fetch.log" 2>&1; then
    mv "$fresh" "$release" 2>/dev/null || rm -rf "$fresh"
    find "$cache" -maxdepth 1 -name "$name-20*" -mtime +2 -exec rm -rf {} +
    return 0
  fi
  rm -rf "$fresh"
  newest "$name"
}

# newest NAME: $release is the SDK fetched last; fails when there is none.
newest() {
  local found
  release=''
  for found in "$cache/$1"-20*; do
    [ ! -d "$found" ] || release=$found
  done
  [ -n "$release" ]
}

install_npm() {
  npm install --prefix "$2" --ignore-scripts --no-audit --no-fund --loglevel=error "$1@latest"
}

install_maven() {
  cat >"$3/pom.xml" <<END
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>portside</groupId>
  <artifactId>judges</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>$1</groupId><artifactId>$2</artifactId><version>RELEASE</version></dependency>
  </dependencies>
</project>
END
  mvn -q -ntp -B -U -f "$3/pom.xml" dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$3/lib"
}

install_pip() {
  python3 -m pip install -q --retries 0 --timeout 5 --disable-pip-version-check --target "$2" "$1"
}

# Node.js looks for packages beside the program.
run_typescript() {
  run_node typescript anthropic.mjs
}

run_openai() {
  run_node openai openai.mjs
}

run_node() {
  newest "$1"
  mkdir "$work/$1"
  ln -s "$release/node_modules" "$work/$1/node_modules"
  cp "scripts/e2e/sdk/$2" "$work/$1/"
  with_keys node "$work/$1/$2"
}

run_java() {
  newest java
  with_keys "$java" -cp "$release/lib/*" scripts/e2e/sdk/AnthropicSuite.java
}

run_python() {
  newest python
  with_keys PYTHONPATH="$release" PYTHONDONTWRITEBYTECODE=1 python3 scripts/e2e/sdk/anthropic_suite.py
}

# with_keys [NAME=VALUE...] COMMAND...: with an environment of its own, so that no key or address of this machine is used.
with_keys() {
  env -i PATH="$PATH" HOME="$work" LANG=C.UTF-8 \
    ANTHROPIC_BASE_URL="http://127.0.0.1:$proxy_port" ANTHROPIC_API_KEY="$client_key" \
    OPENAI_BASE_URL="http://127.0.0.1:$proxy_port/v1" OPENAI_API_KEY="$client_key" "$@"
}

# judge CLIENT: runs its suite; one line, or the lines that differ.
judge() {
  local wanted=scripts/e2e/sdk/anthropic.txt seen=$work/$1.seen started=$SECONDS lefts
  [ "$1" != openai ] || wanted=scripts/e2e/sdk/openai.txt
  [ "$1" != python ] || [ -n "$python_release" ] || return 0
  lefts=$(count_lefts)
  "run_$1" >"$seen" 2>"$work/$1.stderr" || printf 'its program failed\n' >>"$seen"
  sed -i "s|$work/||g" "$seen" # an error names the env file, whose folder is another in each run
  await_left "$((lefts + 1))" && printf 'the provider saw it leave\n' >>"$seen" || printf 'the provider was kept\n' >>"$seen"
  if diff -u -L "$wanted" -L "what $1 got" "$wanted" "$seen" >"$work/$1.diff"; then
    printf '%sok%s    %s: %s answers, in %s seconds\n' "$green" "$plain" "$1" "$(grep -c '' "$wanted")" $((SECONDS - started))
    return
  fi
  failed=$((failed + 1))
  printf '%sFAIL%s  %s\n' "$red" "$plain" "$1"
  sed 's/^/      /' "$work/$1.diff"
  tail -n 10 "$work/$1.stderr" | sed 's/^/      stderr: /'
  tail -n 10 "$work/proxy-e2e.log" | sed 's/^/      proxy:  /'
}

count_lefts() {
  grep -c '"event":"left".*"scenario":"sdk-endless"' "$work/provider.jsonl" || :
}

# await_left COUNT: until that many clients have left the endless answer, for at most 5 seconds.
await_left() {
  local deadline=$((SECONDS + 5))
  until [ "$(count_lefts)" -ge "$1" ]; do
    [ $SECONDS -lt $deadline ] || return 1
    sleep 0.1
  done
}
