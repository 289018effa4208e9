load sandbox

@test "help is the header; wrong use ends with 2 and says what is wrong" {
  run -0 scripts/mutate --help
  [ "${lines[0]}" = "Breaks the product by lot, one small place at a time, and lists the breakages that no test notices: what is not tested, or needs no test." ]
  mkdir -p src/main/java/portside/{server,wire}
  run -2 scripts/mutate
  [ "${lines[0]}" = "error: which room is to be broken?" ]
  run -2 scripts/mutate attic
  [ "${lines[0]}" = "error: there is no src/main/java/portside/attic" ]
  [ "${lines[1]}" = "hint: a room: server/ wire/ " ]
  run -2 scripts/mutate wire -n many
  [ "${lines[0]}" = "error: -n wants a number" ]
  run -2 scripts/mutate wire --fast
  [ "${lines[0]}" = "error: there is no option --fast" ]
}

@test "what is not compiled, or older than its sources, is not broken" {
  mkdir -p src/main/java/portside/wire src/test/java target/{classes,test-classes}/portside
  run -2 scripts/mutate wire
  [ "${lines[0]}" = "error: target/classes/portside/Main.class is older than the sources, or absent" ]
  [ "${lines[1]}" = "hint: mvn test-compile" ]
  touch target/classes/portside/Main.class target/test-classes/portside/RoomsTest.class
  touch -d +2sec src/test/java/NewTest.java
  run -2 scripts/mutate wire
  [ "${lines[0]}" = "error: target/test-classes/portside/RoomsTest.class is older than the sources, or absent" ]
}
