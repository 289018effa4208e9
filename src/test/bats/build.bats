load sandbox

@test "a jar newer than the sources is not built again" {
  run -0 supervisor start glm
  run -0 supervisor restart glm
  [ "$(wc -l <mvn.calls)" -eq 1 ]
}

@test "a change in pom.xml or the sources, a deleted source too, builds again, once" {
  run -0 scripts/build-jar
  local calls=1 change
  for change in 'touch -d +2sec pom.xml' 'touch -d +4sec src/main/Main.java' 'rm src/main/Main.java; touch -d +6sec src/main'; do
    eval "$change"
    run -0 scripts/build-jar
    [[ "${lines[0]}" == "building proxy.jar ("* ]]
    calls=$((calls + 1))
    [ "$(wc -l <mvn.calls)" -eq "$calls" ]
    run -0 scripts/build-jar
    [ "$output" = "" ]
  done
}

@test "a jar built by hand is taken as it is" {
  cp fake.jar proxy.jar
  run -0 supervisor start glm
  [ ! -e mvn.calls ]
}

@test "a build that fails shows its output, and nothing starts" {
  : >mvn.broken
  run -4 supervisor start
  [ "${lines[1]}" = "  [ERROR] Main.java:[1,1] something expected" ]
  [ "${lines[2]}" = "error: the build failed" ]
  [ "$(cat logs/build.log)" = "[ERROR] Main.java:[1,1] something expected" ]
  [ ! -e run/glm.pid ] && [ ! -e proxy.jar ]
}

@test "a build that fails leaves the jar that was there" {
  cp fake.jar proxy.jar
  touch -d '+2sec' pom.xml
  : >mvn.broken
  run -4 supervisor start
  cmp fake.jar proxy.jar
}

@test "a build that makes no jar is a failed build" {
  printf '#!/bin/sh\n' >bin/mvn
  run -4 supervisor start
  [ "${lines[1]}" = "error: the build made no proxy.jar" ]
}

@test "without mvn: a clear error when there is no jar, a warning when there is an old one" {
  rm bin/mvn
  mkdir tools
  local tool
  for tool in bash dirname sed uname mkdir ln readlink rm find cat awk date env sleep tail mv ls chmod tr cksum; do
    ln -s "$(command -v "$tool")" "tools/$tool"
  done
  PATH=$SANDBOX/tools
  run -4 supervisor start
  [ "${lines[0]}" = "error: proxy.jar has to be built, and mvn is not on PATH" ]
  cat fake.jar >proxy.jar
  PATH=/usr/bin:/bin touch -d '+2sec' pom.xml
  run -0 supervisor start glm
  [ "${lines[0]}" = "warning: proxy.jar is older than the sources, and mvn is not there to build it; it runs as it is" ]
  PATH=/usr/bin:/bin
  answers "$glm_port"
}

@test "mvn and what it calls run on the JDK that was found" {
  printf '#!/bin/sh\necho "$JAVA_HOME"\ncommand -v java\nexit 1\n' >bin/mvn
  run -4 supervisor start
  [ "$(cat logs/build.log)" = "$JAVA25_HOME"$'\n'"$JAVA25_HOME/bin/java" ]
}

@test "a runtime without a compiler runs the proxy, and leaves the choice of a JDK to Maven" {
  printf '#!/bin/sh\necho "home: $JAVA_HOME"\nexit 1\n' >bin/mvn
  mkdir -p runtime/bin
  cp "${JAVA25_HOME}/release" runtime
  ln -s "$JAVA" runtime/bin/java
  export PORTSIDE_JAVA=$SANDBOX/runtime
  run -4 supervisor start
  [ "$(cat logs/build.log)" = "home: " ]
}

@test "sources from the future are built once" {
  touch -d '+1 day' src/main/Main.java
  run -0 supervisor start glm
  run -0 supervisor start glm
  run -0 supervisor restart glm
  [ "$(wc -l <mvn.calls)" -eq 1 ]
  [ "$(state_of glm)" = "up, key missing: OPENAI_API_KEY in env/.env-glm" ]
  printf 'changed\n' >src/main/Main.java
  touch -d '+1 day' src/main/Main.java
  run -0 supervisor start glm
  [ "$(wc -l <mvn.calls)" -eq 2 ]
}

@test "a jar that does not know what these scripts ask of it is named" {
  run -0 supervisor start glm
  FAKE_FACTS=unknown run -4 supervisor restart
  [[ "$output" == *"error: proxy.jar cannot tell what the env files come to"* ]]
  answers "$glm_port"
}
