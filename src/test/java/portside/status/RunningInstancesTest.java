package portside.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which instances are found, and what is left of those that are gone.
class RunningInstancesTest {
  private static final long HERE = ProcessHandle.current().pid();
  private static final long START = ProcessHandle.current().info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  private static final String TOKEN = "0123456789abcdef0123456789abcdef";

  @TempDir private Path data;

  private static RunningInstance named(String name, long pid, long start) {
    return new RunningInstance(name, pid, start, "127.0.0.1", 8082, "env/.env-" + name, "1", TOKEN, Instant.parse("2026-11-29T12:00:00Z"));
  }

  private RunningInstances folder() {
    return new RunningInstances(data.resolve("not-yet"));
  }

  @Test
  void thoseThatRunAreFoundByName() {
    folder().add(named("glm", HERE, START));
    folder().add(named("a b/../c", HERE, START));
    assertEquals(List.of(named("a b/../c", HERE, START), named("glm", HERE, START)), folder().all());
    folder().remove(named("glm", HERE, START));
    assertEquals(List.of(named("a b/../c", HERE, START)), folder().all());
  }

  @Test
  void noTwoNamesShareAFile() {
    folder().add(named("a b", HERE, START));
    folder().add(named("a_b", HERE, START));
    assertEquals(List.of("a b", "a_b"), folder().all().stream().map(RunningInstance::name).toList());
  }

  @Test
  void onlyTheirOwnerCanReadThem() throws IOException {
    folder().add(named("glm", HERE, START));
    var run = data.resolve("not-yet/run");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(run.resolve(".lock"))));
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(run)));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(run.resolve("glm.json"))));
    try (var files = Files.list(run)) {
      assertEquals(List.of("glm.json"), files.map(file -> file.getFileName().toString()).filter(name -> !name.equals(".lock")).toList());
    }
  }

  @Test
  void whatAKilledProcessLeftIsDeleted() throws Exception {
    var gone = new ProcessBuilder("true").start();
    gone.waitFor();
    folder().add(named("gone", gone.pid(), 0));
    folder().add(named("another-by-now", HERE, START - 1));
    assertEquals(List.of(), folder().all());
    try (var files = Files.list(data.resolve("not-yet/run"))) {
      assertEquals(List.of(".lock"), files.map(file -> file.getFileName().toString()).toList());
    }
  }

  /// A reader that has just seen what a killed process left must not take the file of the next one for it.
  @Test
  @Timeout(30)
  void readersDeleteNoFileOfOneThatHasJustStarted() throws Exception {
    var over = new AtomicBoolean();
    var reader = Thread.startVirtualThread(() -> {
      while (!over.get()) {
        folder().all();
      }
    });
    try {
      for (var round = 0; round < 60; round++) {
        folder().add(named("glm", HERE, START - 1));
        folder().add(named("glm", HERE, START));
        assertEquals(List.of(named("glm", HERE, START)), folder().all(), "round " + round);
      }
    } finally {
      over.set(true);
      reader.join();
    }
  }

  @Test
  void whoHasTakenTheNameKeepsIt() {
    folder().add(named("glm", HERE, START));
    folder().remove(named("glm", HERE, START + 1));
    assertEquals(1, folder().all().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{}", "{\"name\":1}", "{\"name\":\"x\",\"host\":\"h\",\"token\":\"t\",\"since\":\"2026-11-29T12:00:00Z\",\"port\":65536}",
    "{\"name\":\"x\",\"host\":\"h\",\"token\":\"t\",\"since\":\"yesterday\",\"port\":1}"})
  void whatSaysNothingOfUseIsNoInstance(String content) throws IOException {
    Files.createDirectories(data.resolve("not-yet/run"));
    Files.writeString(data.resolve("not-yet/run/x.json"), content);
    assertEquals(List.of(), folder().all());
  }

  @Test
  void aFolderThatCannotBeWrittenHindersNothing() throws IOException {
    Files.writeString(data.resolve("not-yet"), "in the way");
    folder().add(named("glm", HERE, START));
    folder().remove(named("glm", HERE, START));
    assertEquals(List.of(), folder().all());
  }

  @Test
  void noTextShowsTheToken() {
    var instance = named("glm", HERE, START);
    assertFalse(instance.toString().contains(TOKEN), instance.toString());
  }

  @Test
  void anAddressIsOneThatThisMachineReaches() {
    assertEquals("http://127.0.0.1:9", new RunningInstance("x", 1, 1, "0.0.0.0", 9, "", "", "", Instant.EPOCH).url());
    assertEquals("http://[::1]:9", new RunningInstance("x", 1, 1, "::", 9, "", "", "", Instant.EPOCH).url());
    assertEquals("http://192.0.2.1:9", new RunningInstance("x", 1, 1, "192.0.2.1", 9, "", "", "", Instant.EPOCH).url());
  }

  @Test
  void aTokenIsMadeOnceAndIsRandom() {
    var token = new OperatorToken();
    assertEquals(token.get(), token.get());
    assertTrue(token.get().matches("[0-9a-f]{32}"), token.get());
    assertFalse(token.get().equals(new OperatorToken().get()));
  }
}
