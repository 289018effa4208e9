package portside.console.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The real process on the real terminal of a tmux, which tells what stands on the screen. Skipped where tmux is not installed; `.ci/run` installs it.
@Timeout(120)
class TerminalTest {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(40);
  private static final String SHELL = "shell>";

  @TempDir private Path folder;

  private ScriptedInstance glm;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/tmux")), "tmux is not installed");
    glm = ScriptedInstance.full("glm");
    glm.tellIn(folder.resolve("data"));
    Files.writeString(folder.resolve("shell"), "PS1='" + SHELL + "'\n");
    tmux("-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "30", "env", "-i", "PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "TERM=screen-256color", "TZ=Europe/Berlin",
        "bash", "--noprofile", "--rcfile", folder.resolve("shell").toString(), "-i");
    await(screen -> screen.startsWith(SHELL));
  }

  @AfterEach
  void stop() throws Exception {
    if (glm != null) {
      glm.close();
      tmux("kill-server");
    }
  }

  private void top() throws Exception {
    Files.writeString(folder.resolve("top"), "exec '" + Path.of(System.getProperty("java.home"), "bin", "java") + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dportside.data='" + folder.resolve("data")
        + "' -cp '" + System.getProperty("java.class.path") + "' portside.Main top\n");
    type("echo before; bash " + folder.resolve("top") + "; echo rc=$?", "Enter");
    await(screen -> screen.contains("14:02:40  kimi-k2"));
  }

  /// A filter is typed and kept; afterwards the shell's own screen and cursor are back.
  @Test
  void aFilterIsTypedAndTheShellIsBack() throws Exception {
    top();
    assertEquals("1 0", state());
    var all = screen();
    assertTrue(all.startsWith("portside top  "), all);
    assertTrue(all.contains("━ requests ━━━"), all);
    assertTrue(all.lines().toList().get(29).startsWith("q quit  ? help"), all);
    type("/", "k", "i", "m", "i", "Enter");
    var filtered = await(screen -> screen.contains("━ requests /kimi: 3 ━"));
    assertTrue(filtered.contains("14:02:21  kimi-k2") && !filtered.contains("14:03:01  glm"), filtered);
    type("q");
    assertShellIsBack(0);
  }

  @Test
  void newsComeBySecondsAndSizesAreKept() throws Exception {
    glm.answers.put("/dashboard/data/requests", "{}");
    glm.answers.put("/dashboard/data/overview", Told.text("overview.json").replace("req_run", "req_other"));
    Files.writeString(folder.resolve("top"), "");
    type("clear", "Enter");
    glm.answers.put("/dashboard/data/requests", Told.text("requests.json"));
    top();
    glm.awaitFollower();
    glm.push("entry", Told.text("details.json").replace("req_a2", "req_new").replace("glm-5.3", "glm-of-news"));
    await(screen -> screen.contains("glm-of-news"));
    tmux("resize-window", "-x", "60", "-y", "15");
    var small = await(screen -> screen.lines().findFirst().orElse("").length() <= 60 && !screen.contains("q quit") && screen.contains("14:03:01"));
    assertTrue(small.startsWith("portside top  "), small);
    tmux("resize-window", "-x", "100", "-y", "30");
    await(screen -> screen.contains("q quit"));
    type("j", "j", "j", "j", "Enter");
    await(screen -> screen.contains("━ request req_a2") || screen.contains("━ request req_new"));
    type("Escape");
    await(screen -> screen.contains("━ requests ━"));
    type("C-c");
    assertShellIsBack(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "HUP", "INT"})
  void aSignalGivesTheTerminalBack(String signal) throws Exception {
    top();
    run("pkill", "-" + signal, "-f", "portside.data=" + folder.resolve("data"));
    assertShellIsBack(switch (signal) {
      case "TERM" -> 143;
      case "HUP" -> 129;
      default -> 0;
    });
  }

  /// The program between the shell and this one is killed.
  @Test
  void withItsParentItEnds() throws Exception {
    Files.writeString(folder.resolve("top"), "'" + Path.of(System.getProperty("java.home"), "bin", "java") + "' -XX:TieredStopAtLevel=1 -Dportside.data='" + folder.resolve("data")
        + "' -cp '" + System.getProperty("java.class.path") + "' portside.Main top; true\n");
    type("bash " + folder.resolve("top") + "; echo rc=$?", "Enter");
    await(screen -> screen.contains("14:02:40  kimi-k2"));
    run("pkill", "-KILL", "-f", "bash " + folder.resolve("top"));
    var end = System.nanoTime() + PATIENCE_NANOS;
    while (run("pgrep", "-f", "portside.data=" + folder.resolve("data")).contains("\n")) {
      assertTrue(System.nanoTime() < end, "it runs on");
      TimeUnit.MILLISECONDS.sleep(50);
    }
    assertEquals("0 1", state());
    type("echo $((40+2))", "Enter");
    await(screen -> screen.contains("\n42\n"));
  }

  private void assertShellIsBack(int exitCode) throws Exception {
    var screen = await(lines -> lines.contains("rc=") && lines.stripTrailing().endsWith(SHELL));
    assertTrue(screen.contains("before\nrc=" + exitCode + "\n" + SHELL), screen);
    assertEquals("0 1", state());
    type("stty -a", "Enter");
    var settings = await(lines -> lines.contains("icanon"));
    assertTrue(List.of(settings.split("\\s+")).containsAll(List.of("icanon", "echo", "icrnl", "isig", "ixon")), settings);
  }

  /// Whether the alternate screen is shown, and whether the cursor is.
  private String state() throws Exception {
    return tmux("display-message", "-p", "#{alternate_on} #{cursor_flag}").strip();
  }

  private void type(String... keys) throws Exception {
    for (var key : keys) {
      tmux("send-keys", key);
    }
  }

  private String screen() throws Exception {
    return tmux("capture-pane", "-p");
  }

  private String await(Predicate<String> condition) throws Exception {
    var end = System.nanoTime() + PATIENCE_NANOS;
    var screen = screen();
    while (!condition.test(screen)) {
      assertTrue(System.nanoTime() < end, screen);
      TimeUnit.MILLISECONDS.sleep(50);
      screen = screen();
    }
    return screen;
  }

  /// On a server of this test's own.
  private String tmux(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("tmux", "-u", "-S", folder.resolve("tmux").toString()));
    command.addAll(List.of(arguments));
    return run(command.toArray(String[]::new));
  }

  private static String run(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(20, TimeUnit.SECONDS), String.join(" ", command));
    return out;
  }
}
