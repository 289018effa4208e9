package portside.signin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import portside.provider.MissingToken;
import portside.provider.NoToken;
import portside.provider.Secret;
import portside.provider.TokenOrigin;

/// Runs the program of a setting such as `OPENAI_TOKEN_COMMAND` and takes what it prints for the token. No shell reads its arguments, it has no input, and what it says on
/// its error output is thrown away, because a program in trouble may print what it knows.
final class TokenCommand implements TokenFetch {
  static final Duration LIMIT = Duration.ofSeconds(20);
  /// Tokens of Google and Microsoft last an hour; nothing says how old one is that a program took out of its own store.
  static final Duration LIFE = Duration.ofMinutes(45);

  private static final int LONGEST = 16 * 1024;
  private static final String TRY_IT = "; run it in a shell to see why";

  private final String setting;
  private final TokenOrigin.Command command;
  private final Duration limit;

  /// @param setting that names the program, for people
  TokenCommand(String setting, TokenOrigin.Command command) {
    this(setting, command, LIMIT);
  }

  /// @param limit after which the program is ended
  TokenCommand(String setting, TokenOrigin.Command command, Duration limit) {
    this.setting = setting;
    this.command = command;
    this.limit = limit;
  }

  @Override
  public Fetched fetch(@Nullable Secret refused) throws NoToken {
    return new Fetched(new Secret(token(printed())), LIFE, LIFE);
  }

  private byte[] printed() throws NoToken {
    Process process;
    try {
      process = new ProcessBuilder(command.words().stream().map(Secret::reveal).toList()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
    } catch (IOException e) {
      throw failed("names a program that is not found or cannot be run; give its whole path");
    }
    try {
      var output = new Output(process.getInputStream());
      Thread.ofVirtual().name("token-command").start(output);
      var end = System.nanoTime() + limit.toNanos();
      if (!output.ended.await(limit.toNanos(), TimeUnit.NANOSECONDS) || !output.tooLong && !process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw failed("did not end in " + limit.toSeconds() + " seconds" + TRY_IT);
      }
      if (output.tooLong) {
        throw failed("printed more than " + LONGEST + " bytes; it must print the token alone");
      }
      if (process.exitValue() != 0) {
        throw failed("ended with exit code " + process.exitValue() + TRY_IT);
      }
      return output.bytes;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("was interrupted");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private String token(byte[] printed) throws NoToken {
    var text = new String(printed, StandardCharsets.UTF_8).strip();
    if (text.isEmpty()) {
      throw failed("printed nothing" + TRY_IT);
    }
    if (text.lines().count() > 1) {
      throw failed("printed more than one line; it must print the token alone");
    }
    if (!text.chars().allMatch(letter -> letter > ' ' && letter < 0x7f)) {
      throw failed("printed a space or a character that no token has; it must print the token alone");
    }
    return text;
  }

  private NoToken failed(String why) {
    return new NoToken(new MissingToken(MissingToken.Mend.SETTING, setting + " " + why));
  }

  /// Reads what the program prints, up to a bound.
  private static final class Output implements Runnable {
    private final InputStream from;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile byte[] bytes = {};
    private volatile boolean tooLong;

    Output(InputStream from) {
      this.from = from;
    }

    @Override
    public void run() {
      try {
        var read = from.readNBytes(LONGEST + 1);
        tooLong = read.length > LONGEST;
        bytes = read;
      } catch (IOException e) {
        // The program was ended; its exit code says more.
      } finally {
        ended.countDown();
      }
    }
  }
}
