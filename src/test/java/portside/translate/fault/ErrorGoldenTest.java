package portside.translate.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import portside.provider.Dialects;
import portside.wire.Json;

/// Folders of `src/test/golden` that hold `upstream-error.txt`, the body of an error as a provider writes it: `upstream.txt` names the base URL, a
/// model and the HTTP status, `client-error.json` what the client is told. With `-Dgolden.update=true` the last is written anew, to be read before
/// it is committed.
class ErrorGoldenTest {
  private static final Path GOLDEN = Path.of("src/test/golden");

  @TestFactory
  Stream<DynamicTest> errors() throws IOException {
    try (var cases = Files.list(GOLDEN)) {
      return cases.filter(folder -> Files.exists(folder.resolve("upstream-error.txt"))).sorted().toList().stream()
          .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check(folder)));
    }
  }

  private static void check(Path folder) throws IOException {
    var address = Files.readString(folder.resolve("upstream.txt")).strip().split(" ");
    var row = Dialects.at(URI.create(address[0])).row(address[1]);
    var errors = new ErrorToFault("acme", address[1], row, 190_000, 32_000, text -> text, Instant.EPOCH);
    var body = Files.readString(folder.resolve("upstream-error.txt")).strip().getBytes(StandardCharsets.UTF_8);
    var fault = errors.of(Integer.parseInt(address[2]), _ -> null, body);

    var told = Json.BUILD.createObjectBuilder()
        .add("status", fault.kind().status())
        .add("type", fault.kind().type())
        .add("message", fault.message());
    fault.retryAfterSeconds().ifPresent(seconds -> told.add("retry-after", seconds));
    if (fault.kind().retryHeader() != null) {
      told.add("x-should-retry", fault.kind().retryHeader());
    }
    var actual = Json.text(told.build());
    var expected = folder.resolve("client-error.json");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(expected, actual + "\n");
    }
    assertEquals(Files.readString(expected).strip(), actual);
  }
}
