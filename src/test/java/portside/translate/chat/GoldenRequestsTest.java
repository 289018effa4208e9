package portside.translate.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static portside.provider.dialect.Column.WIRE;

import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import portside.provider.Dialects;
import portside.provider.KnownProvider;
import portside.provider.KnownRows;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.translate.gemini.Gemini;
import portside.translate.gemini.GeminiRules;
import portside.translate.messages.Messages;
import portside.translate.messages.MessagesRules;
import portside.translate.reasoning.ModelIdentity;
import portside.translate.responses.Responses;
import portside.translate.responses.ResponsesRules;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.MessagesRequest;

/// Folders of `src/test/golden` that hold `client-request.json` and `upstream-request.json`: the first becomes the second, member for member
/// in the same order; in the standard dialect, in that of the base URL and model that `upstream.txt` names, on the Responses wire for a folder
/// `responses-…`, in Anthropic's format for a folder `messages-…`, or in Gemini's own language for a folder `gemini-…`. In every other row it keeps the
/// rules. How signatures are written there, [OwnSignatures] says. With `-Dgolden.update=true` the
/// second is written anew, to be read before it is committed.
@Execution(ExecutionMode.CONCURRENT)
class GoldenRequestsTest {
  private static final Path GOLDEN = Path.of("src/test/golden");

  @TestFactory
  Stream<DynamicTest> requests() throws IOException {
    try (var cases = Files.list(GOLDEN)) {
      return cases.filter(folder -> Files.exists(folder.resolve("client-request.json"))).sorted().toList().stream()
          .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check(folder)));
    }
  }

  private static void check(Path folder) throws Exception {
    var request = MessagesReader.read(Files.readAllBytes(folder.resolve("client-request.json")));
    for (var row : KnownRows.all()) {
      if (row.get(WIRE) == Dialect.Wire.MESSAGES) {
        assertEquals(List.of(), MessagesRules.breaches(request, row), row.name());
      }
      if (row.get(WIRE) == Dialect.Wire.GEMINI) {
        assertEquals(List.of(), GeminiRules.breaches(Gemini.body(request, row)), row.name());
      }
      if (row.get(WIRE) == Dialect.Wire.RESPONSES) {
        assertEquals(List.of(), ResponsesRules.breaches(Responses.body(request, row)), row.name());
      }
    }
    if (Gemini.speaks(folder)) {
      compare(folder, Gemini.body(new OwnSignatures(Gemini.MAKER, Gemini.ROW).on(request), Gemini.ROW));
      return;
    }
    if (Messages.speaks(folder)) {
      compare(folder, Messages.body(new OwnSignatures(Messages.MAKER, Messages.ROW).on(request), Messages.ROW));
      return;
    }
    compare(folder, Responses.speaks(folder) ? Responses.body(new OwnSignatures(Responses.MAKER, Responses.ROW).on(request), Responses.ROW) : chat(folder, request));
  }

  private static byte[] chat(Path folder, MessagesRequest request) throws Exception {
    var named = folder.resolve("upstream.txt");
    var address = Files.exists(named) ? Files.readString(named).strip().split(" ") : new String[] {"https://llm.example/v1", "model-x"};
    var gateway = address[0].startsWith("DIALECT=") ? KnownProvider.named(address[0].substring("DIALECT=".length())) : Optional.<KnownProvider>empty();
    var dialect = gateway.map(Dialects::of).orElseGet(() -> Dialects.at(URI.create(address[0]))).row(address[1]);
    var model = new ModelIdentity(address[0], address[1]);
    var upstream = RequestToChat.translate(new OwnSignatures(model, dialect).on(request), dialect, model, new Provider.Limits(0, 0), "").bytes();
    assertEquals(List.of(), ChatRules.breaches(upstream, dialect));
    for (var row : KnownRows.all()) {
      if (row.get(WIRE) == Dialect.Wire.CHAT) {
        var said = RequestToChat.translate(request, row, new ModelIdentity("acme", "model-x"), new Provider.Limits(0, 0), "conversation").bytes();
        assertEquals(List.of(), ChatRules.breaches(said, row), row.name());
      }
    }
    return upstream;
  }

  private static void compare(Path folder, byte[] upstream) throws Exception {
    var expected = folder.resolve("upstream-request.json");
    var actual = pretty(upstream);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(expected, actual);
    }
    assertEquals(Files.readString(expected).strip(), actual.strip());
  }

  static String pretty(byte[] json) throws Exception {
    var text = new StringWriter();
    try (var writer = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true)).createWriter(text)) {
      writer.write(portside.wire.Json.object(new String(json, StandardCharsets.UTF_8)));
    }
    return text + "\n";
  }
}
