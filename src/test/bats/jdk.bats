load sandbox

# jdk FOLDER VERSION: a folder that looks like a JDK.
jdk() {
  mkdir -p "$1/bin"
  printf 'JAVA_VERSION="%s"\n' "$2" >"$1/release"
  printf '#!/bin/sh\nexit 99\n' >"$1/bin/java"
  chmod +x "$1/bin/java"
  cp "$1/bin/java" "$1/bin/javac"
}

# The machine's own JDKs are put out of sight.
nowhere() {
  sed -e 's,/usr/l,/nowhere/l,g; s,/usr/j,/nowhere/j,g; s,/opt/,/nowhere/,g; s,/Library/Java/J,/nowhere/,g' \
    -e 's,/home/linuxbrew,/nowhere,g' -i scripts/find-jdk
  unset JAVA25_HOME SDKMAN_DIR ASDF_DATA_DIR MISE_DATA_DIR JENV_ROOT
  rm -rf no-java
  mkdir no-java
  local tool
  for tool in bash dirname sed uname cat readlink apt-get; do ln -s "$(command -v "$tool")" "no-java/$tool"; done
  PATH=$SANDBOX/no-java
}

@test "no JDK 25: says how to get one, touches nothing" {
  nowhere
  run -3 ./start-all-proxies.sh start
  PATH=/usr/bin:/bin
  [ "${lines[0]}" = "error: there is no JDK 25 or newer on this machine" ]
  [ "${lines[1]}" = "hint: sudo apt-get install openjdk-25-jdk-headless (where the release has it)" ]
  [[ "${lines[3]}" == "  mkdir -p ~/.jdks && curl -fL https://api.adoptium.net/v3/binary/latest/25/ga/linux/"*"/jdk/hotspot/normal/eclipse | tar xz -C ~/.jdks" ]]
  [ ! -e run ] && [ ! -e mvn.calls ] && [ ! -e env/.env-glm ]
}

@test "the hint fits the system" {
  nowhere
  /bin/rm no-java/apt-get no-java/uname
  printf '#!/bin/bash\ncase $1 in -s) echo Darwin ;; -m) echo arm64 ;; esac\n' >no-java/uname
  /bin/chmod +x no-java/uname
  run -3 scripts/find-jdk
  PATH=/usr/bin:/bin
  [ "${lines[1]}" = "hint: brew install openjdk@25" ]
  [[ "${lines[3]}" == *"/latest/25/ga/mac/aarch64/jdk/"* ]]
}

@test "each place is looked at" {
  nowhere
  local place
  for place in .sdkman/candidates/java/25.0.3-tem .asdf/installs/java/temurin-25 .local/share/mise/installs/java/25 \
    .jenv/versions/25 .jdks/jdk-25.0.3+9 '.jdks/jdk-25.jdk/Contents/Home' .gradle/jdks/eclipse/jdk-25 .jabba/jdk/25; do
    PATH=/usr/bin:/bin jdk "$HOME/$place" 25.0.3
    run -0 scripts/find-jdk
    [ "$output" = "$HOME/$place/bin/java" ]
    PATH=/usr/bin:/bin rm -rf "${HOME:?}/$place"
  done
}

@test "the java on PATH counts, through links; an older one does not" {
  nowhere
  PATH=/usr/bin:/bin
  jdk "$SANDBOX/seventeen" 17.0.12
  jdk "$SANDBOX/new one" 26
  ln -s "../new one/bin/java" home/java
  ln -s ../home/java no-java/java
  PATH=$SANDBOX/no-java JAVA_HOME=$SANDBOX/seventeen run -0 scripts/find-jdk
  [ "$(cd "$(dirname "$output")" && pwd -P)" = "$(cd "new one/bin" && pwd -P)" ]
}

@test "JAVA25_HOME goes before JAVA_HOME; what is too old, broken or without a compiler is passed by" {
  nowhere
  PATH=/usr/bin:/bin
  jdk "$SANDBOX/eight" 1.8.0_392
  jdk "$SANDBOX/runtime" 25
  rm runtime/bin/javac
  jdk "$SANDBOX/broken" 25
  rm broken/release
  jdk "$SANDBOX/good" 25-ea
  jdk "$SANDBOX/better" 27.0.1
  local first
  for first in eight runtime broken missing; do
    JAVA25_HOME=$SANDBOX/$first JAVA_HOME=$SANDBOX/good run -0 scripts/find-jdk
    [ "$output" = "$SANDBOX/good/bin/java" ]
  done
  JAVA25_HOME=$SANDBOX/better JAVA_HOME=$SANDBOX/good run -0 scripts/find-jdk
  [ "$output" = "$SANDBOX/better/bin/java" ]
}

@test "of several the oldest that will do, and of it the last update: as the launcher chooses" {
  nowhere
  PATH=/usr/bin:/bin
  jdk "$HOME/.sdkman/candidates/java/26" 26
  jdk "$HOME/.jdks/jdk-25.0.2" 25.0.2
  jdk "$HOME/.jdks/jdk-25.0.3" 25.0.3
  jdk "$HOME/.jbang/cache/jdks/25" 25
  PATH=$SANDBOX/no-java
  run -0 scripts/find-jdk
  [ "$output" = "$HOME/.jdks/jdk-25.0.3/bin/java" ]
}

@test "PORTSIDE_JAVA is taken as a folder or as a java, a runtime too; a wrong one is an error" {
  jdk "$SANDBOX/mine" 25.0.3
  rm mine/bin/javac
  PORTSIDE_JAVA=$SANDBOX/mine run -0 scripts/find-jdk
  [ "$output" = "$SANDBOX/mine/bin/java" ]
  PORTSIDE_JAVA=$SANDBOX/mine/bin/java run -0 scripts/find-jdk
  [ "$output" = "$SANDBOX/mine/bin/java" ]
  PORTSIDE_JAVA=$SANDBOX/nothing run -3 scripts/find-jdk
  [ "${lines[0]}" = "error: PORTSIDE_JAVA=$SANDBOX/nothing is no Java 25 or newer" ]
}

@test "PORTSIDE_JAVA may be a link to the java, and a folder of macOS" {
  jdk "$SANDBOX/mine" 25.0.3
  ln -s ../mine/bin/java home/java
  ln -s java home/another
  PORTSIDE_JAVA=$SANDBOX/home/another run -0 scripts/find-jdk
  [ "$(cd "$(dirname "$output")" && pwd -P)" = "$(cd mine/bin && pwd -P)" ]
  jdk "$SANDBOX/mac.jdk/Contents/Home" 25
  PORTSIDE_JAVA=$SANDBOX/mac.jdk run -0 scripts/find-jdk
  [ "$output" = "$SANDBOX/mac.jdk/Contents/Home/bin/java" ]
}

# both: what the script and the launcher of an older Java find on this tree, each as a path without links.
both() {
  local script launcher
  script=$(scripts/find-jdk 2>&1) || :
  launcher=$("$JAVA" -cp "$FAKE_JAR" portside.launch.FindJava "$SANDBOX/none" "$HOME" 2>&1) || :
  [ ! -e "$script" ] || script=$(PATH=/usr/bin:/bin realpath "$script")
  [ ! -e "$launcher" ] || launcher=$(PATH=/usr/bin:/bin realpath "$launcher")
  printf '%s|%s' "$script" "$launcher"
}

@test "the script and the launcher of an older Java find the same one, and say the same of a wrong PORTSIDE_JAVA" {
  nowhere
  PATH=/usr/bin:/bin
  local place found
  [ "$(PATH=$SANDBOX/no-java both)" != '|' ]
  for place in .gradle/jdks/eclipse/jdk-27 .jbang/cache/jdks/26 .jdks/jdk-26.0.1 .jdks/jdk-26.0.2 Library/Java/JavaVirtualMachines/a/Contents/Home .jenv/versions/25 \
    .local/share/mise/installs/java/25 .asdf/installs/java/25.0.1 .sdkman/candidates/java/25.0.3 .sdkman/candidates/java/25.0.3-b; do
    jdk "$HOME/$place" "$(sed 's/.*[^0-9.]\(2[0-9][0-9.]*\)[^/]*$/\1/; /^2/!s/.*/25/' <<<"/$place")"
    found=$(PATH=$SANDBOX/no-java both)
    [ "${found%%|*}" = "${found#*|}" ] && [ -x "${found#*|}" ]
  done
  jdk "$SANDBOX/mine" 25
  jdk "$SANDBOX/old" 21
  ln -s "$SANDBOX/mine/bin/java" home/java
  local variable value
  for variable in JAVA25_HOME JAVA_HOME PORTSIDE_JAVA; do
    for value in "$SANDBOX/mine" "$SANDBOX/mine/bin/java" "$SANDBOX/home/java" ' '; do
      found=$(export "$variable=$value" PATH="$SANDBOX/no-java" && both)
      [ "${found%%|*}" = "${found#*|}" ] && [ -x "${found#*|}" ]
    done
  done
  for value in "$SANDBOX/old" "$SANDBOX/old/bin/java" "$SANDBOX/nothing" "$SANDBOX"; do
    found=$(export PORTSIDE_JAVA="$value" PATH="$SANDBOX/no-java" && both)
    [ "${found%%|*}" = "${found#*|}" ]
    [ "${found%%|*}" = "error: PORTSIDE_JAVA=$value is no Java 25 or newer
hint: name the folder of a JDK 25, or unset it to have one looked for" ]
  done
}
