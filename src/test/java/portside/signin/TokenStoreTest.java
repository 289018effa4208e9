package portside.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.provider.MissingToken.Mend;
import portside.provider.Secret;

/// The files of sign-ins, real ones.
@Timeout(60)
class TokenStoreTest {
  private static final String NAME = "google-default";

  @TempDir Path home;

  private TokenStore store() {
    return new TokenStore(home.resolve("auth"));
  }

  private static SignInEntry entry(String token) {
    var now = Instant.parse("2026-01-01T00:00:00Z");
    return SignInEntry.of(URI.create("https://accounts.google.com"), "client", new Secret("geheim-lasting"))
        .by("me@example.com").lasting(new Secret("geheim-lasting"), new Secret("geheim-renewal"), now.plusSeconds(9000))
        .current(new Secret(token), now, now.plusSeconds(3600), Duration.ofSeconds(3540)).at(Optional.of(URI.create("https://api.githubcopilot.com")));
  }

  private void write(TokenStore store, SignInEntry entry) throws Exception {
    store.locked(NAME, () -> {
      store.write(NAME, entry);
      return entry;
    });
  }

  private StoreFault fault() {
    return assertThrows(StoreFault.class, () -> store().read(NAME));
  }

  @Test
  void whatIsKeptComesBack() throws Exception {
    assertEquals(Optional.empty(), store().read(NAME));
    assertEquals(List.of(), store().names());
    for (var one : List.of(entry("geheim-1"), entry("geheim-2").ended("over"), SignInEntry.of(URI.create("https://github.com"), "c", new Secret("l")))) {
      write(store(), one);
      assertEquals(Optional.of(one), store().read(NAME));
    }
    assertEquals(List.of(NAME), store().names());
    assertTrue(store().delete(NAME));
    assertFalse(store().delete(NAME));
    assertEquals(Optional.empty(), store().read(NAME));
  }

  @Test
  void noEntryShowsItsTokens() {
    assertFalse(entry("geheim-1").toString().contains("geheim"), entry("geheim-1").toString());
  }

  @Test
  void onlyTheOwnerCanReadWhatIsThere() throws Exception {
    write(store(), entry("t"));
    var modes = new HashSet<String>();
    try (var files = Files.list(home.resolve("auth"))) {
      for (var file : files.toList()) {
        modes.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      }
    }
    assertEquals(new HashSet<>(List.of("rw-------")), modes);
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("auth"))));
  }

  /// Rights that are set after a file was written would leave it open for a moment.
  @Test
  void atNoTimeIsAFileOpenToOthers() throws Exception {
    var folder = home.resolve("auth");
    var seen = new HashSet<String>();
    var looks = new AtomicInteger();
    var over = new AtomicBoolean();
    var watching = new CountDownLatch(1);
    var watcher = Thread.ofPlatform().start(() -> {
      while (!over.get()) {
        try (var files = Files.newDirectoryStream(folder)) {
          for (var file : files) {
            var name = file.getFileName().toString();
            seen.add((name.endsWith(".part") ? "part " : "") + PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            looks.incrementAndGet();
          }
          watching.countDown();
        } catch (IOException | DirectoryIteratorException gone) {
          // Not there yet, or renamed meanwhile.
        }
      }
    });
    write(store(), entry("t0"));
    assertTrue(watching.await(10, TimeUnit.SECONDS));
    for (var time = 0; time < 5000 && !seen.contains("part rw-------"); time++) {
      write(store(), entry("t" + time));
    }
    over.set(true);
    watcher.join();
    assertEquals(new HashSet<>(List.of("rw-------", "part rw-------")), seen, looks + " looks");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
  void aFileThatIsOpenToOthersIsRefused(String mode) throws Exception {
    write(store(), entry("geheim"));
    Files.setPosixFilePermissions(store().path(NAME), PosixFilePermissions.fromString(mode));
    assertEquals(store().path(NAME) + " is open to others (" + mode + "): others may know the token, so it is not used; delete the file", fault().why());
  }

  @Test
  void inAFolderThatIsOpenToOthersNothingIsKept() throws Exception {
    Files.createDirectory(home.resolve("auth"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.setPosixFilePermissions(home.resolve("auth"), PosixFilePermissions.fromString("rwxr-xr-x"));
    var fault = assertThrows(StoreFault.class, () -> write(store(), entry("t")));
    assertEquals(home.resolve("auth") + " is open to others (rwxr-xr-x), so no token is kept there: chmod 700 " + home.resolve("auth"), fault.why());
    assertEquals(Mend.SETTING, fault.asMissing().missing().mend());
  }

  @Test
  void aLinkIsNotFollowed() throws Exception {
    write(store(), entry("t"));
    Files.move(store().path(NAME), home.resolve("elsewhere"));
    Files.createSymbolicLink(store().path(NAME), home.resolve("elsewhere"));
    assertEquals(store().path(NAME) + " is a link, and is not followed", fault().why());
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "30", "100", "200"})
  void aTornFileIsTold(int length) throws Exception {
    write(store(), entry("geheim"));
    var whole = Files.readAllBytes(store().path(NAME));
    Files.write(store().path(NAME), Arrays.copyOf(whole, length));
    assertEquals(store().path(NAME) + " is torn or of another version", fault().why());
    assertEquals(Mend.SIGN_IN, fault().asMissing().missing().mend());
    write(store(), entry("t2"));
    assertEquals("t2", store().read(NAME).orElseThrow().current().reveal(), "and the next sign-in replaces it");
  }

  @Test
  void anotherVersionAndAnOversizedFileAreTold() throws Exception {
    write(store(), entry("t"));
    Files.writeString(store().path(NAME), Files.readString(store().path(NAME)).replace("\"version\":1", "\"version\":2"));
    assertEquals(store().path(NAME) + " is torn or of another version", fault().why());
    Files.write(store().path(NAME), new byte[64 * 1024 + 1]);
    assertEquals(store().path(NAME) + " is too large for what belongs there", fault().why());
  }

  @Test
  void whatAKilledWriterLeftIsCleared() throws Exception {
    write(store(), entry("t1"));
    var left = Files.writeString(home.resolve("auth").resolve("." + NAME + "-1.part"), "{\"half");
    var other = Files.writeString(home.resolve("auth").resolve(".github-default-1.part"), "{\"half");
    assertEquals("t1", store().read(NAME).orElseThrow().current().reveal());
    write(store(), entry("t2"));
    assertFalse(Files.exists(left));
    assertTrue(Files.exists(other), "another entry's may be being written");
  }

  @Test
  void threadsAndStoresTakeTurns() throws Exception {
    var inside = new AtomicInteger();
    var most = new AtomicInteger();
    var threads = new ArrayList<Thread>();
    for (var thread = 0; thread < 8; thread++) {
      threads.add(Thread.ofVirtual().start(() -> {
        try {
          for (var turn = 0; turn < 20; turn++) {
            store().locked(NAME, () -> {
              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
              Thread.yield();
              return inside.decrementAndGet();
            });
          }
        } catch (StoreFault e) {
          most.set(99);
        }
      }));
    }
    for (var thread : threads) {
      thread.join();
    }
    assertEquals(1, most.get());
  }

  @Test
  void theFolderIsThePersons() {
    assertEquals(Path.of("/state/portside/auth/x.json"), TokenStore.ofPerson(Map.of("XDG_STATE_HOME", "/state")::get).path("x"));
    var usual = Path.of(System.getProperty("user.home"), ".local", "state", "portside", "auth", "x.json");
    assertEquals(usual, TokenStore.ofPerson(_ -> null).path("x"));
    assertEquals(usual, TokenStore.ofPerson(Map.of("XDG_STATE_HOME", "relative")::get).path("x"));
  }

  @ParameterizedTest
  @CsvSource({
    "    0, 3540, 3600",
    " 3539,    1,   61",
    " 3541,    0,   59",
    " 3601,    0,    0",
    "86400,    0,    0",
    "   -1,    0,    0",
  })
  void aTokenHasTimesThatAClockWhichWasSetBackMakesWorthless(long later, long fresh, long usable) {
    var now = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(later);
    assertEquals(fresh + " " + usable, entry("t").freshFor(now).toSeconds() + " " + entry("t").usableFor(now).toSeconds());
  }
}
