# Once for all tests: a jar that behaves like the proxy to whoever starts it.
setup_suite() {
  REPOSITORY=$(cd "$BATS_TEST_DIRNAME/../../.." && pwd)
  JAVA=$("$REPOSITORY/scripts/find-jdk")
  FAKE_JAR=$BATS_SUITE_TMPDIR/proxy.jar
  export REPOSITORY JAVA FAKE_JAR
  "${JAVA%java}javac" -d "$BATS_SUITE_TMPDIR/classes" "$BATS_TEST_DIRNAME"/*.java "$REPOSITORY"/src/main/java/portside/launch/*.java
  "${JAVA%java}jar" --create --file "$FAKE_JAR" --main-class FakeProxy -C "$BATS_SUITE_TMPDIR/classes" .
}
