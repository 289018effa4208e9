package portside.translate;

import static portside.provider.dialect.Column.WIRE;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.wire.Json;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.MessagesRequest;

/// A provider of one wire, as tests see it: what it reads in a request, and how it says an answer. A new wire joins all tests that hold for every wire
/// with one class, named in [#ALL].
public interface Speaker {
  List<Speaker> ALL = List.of(new ChatSpeaker(), new ResponsesSpeaker(), new MessagesSpeaker(), new GeminiSpeaker());

  /// The one that speaks the wire of a row.
  static Speaker of(Dialect row) {
    return ALL.stream().filter(speaker -> speaker.row().get(WIRE) == row.get(WIRE)).findFirst().orElseThrow();
  }

  /// What the model says.
  sealed interface Part {
    record Text(String text) implements Part {}

    record Thought(String text) implements Part {}

    /// The words of a model that will not answer.
    record Refusal(String text) implements Part {}

    /// @param name empty for a call that is never named
    record Call(String name, String arguments) implements Part {}

    /// The text, or the arguments.
    default String words() {
      return switch (this) {
        case Text(var text) -> text;
        case Thought(var text) -> text;
        case Refusal(var text) -> text;
        case Call(_, var arguments) -> arguments;
      };
    }

    /// A part of the same kind with other words.
    default Part saying(String words) {
      return switch (this) {
        case Text _ -> new Text(words);
        case Thought _ -> new Thought(words);
        case Refusal _ -> new Refusal(words);
        case Call(var name, _) -> new Call(name, words);
      };
    }
  }

  /// How an answer ends.
  enum End {
    STOP,
    LENGTH,
    WITHHELD,
    /// With an error that says `no`.
    ERROR,
    /// In the middle of the stream.
    CUT
  }

  /// What it counts.
  record Counts(long prompt, long cached, long completion, long reasoning) {}

  /// A row of this wire for a model that thinks, with which an answer is read.
  Dialect row();

  Translator translator(MessagesRequest request, Dialect row, Provider.Limits limits, TranslatorContext context);

  /// Whether this wire has a form for such an answer.
  default boolean canSay(List<Part> parts, End end) {
    return true;
  }

  /// The payloads of a streamed answer.
  ///
  /// @param pieces of each part
  /// @param counts null for none
  List<String> stream(List<List<Part>> pieces, End end, Counts counts);

  /// The body of a whole answer; never of one that is cut.
  String whole(List<Part> parts, End end, Counts counts);

  /// What it reads in a request, a line each: `system`, `user`, `assistant`, `image` and what it shows, `call ID NAME ARGUMENTS`, `result ID TEXT`, in
  /// their order; then `limit`, `temperature`, `top_p`, `effort`, `tool`, `choice`, `parallel`, `format`, `stream` and their values.
  List<String> reads(JsonObject body);

  /// The translator of a request to model `model-x` of provider `acme`, written with `'` for quotation marks.
  default Translator translator(String request, Dialect row, String conversation) {
    return translator(MessagesReader.read(request.replace('\'', '"').getBytes(StandardCharsets.UTF_8)), row, conversation);
  }

  /// The same of a request that was read.
  default Translator translator(MessagesRequest request, Dialect row, String conversation) {
    var context = new TranslatorContext("msg_test", "acme", 100, Instant.EPOCH, UnaryOperator.identity(), conversation);
    return translator(request, row, new Provider.Limits(0, 0), context);
  }

  /// What it reads in a request written with `'` for quotation marks.
  default List<String> reads(String request, Dialect row) {
    var body = translator(request, row, "").request().body();
    try {
      return reads(Json.object(body));
    } catch (Json.Malformed malformed) {
      throw new AssertionError(new String(body, StandardCharsets.UTF_8), malformed);
    }
  }

  /// A JSON string; halves of characters are escaped, as providers do.
  static String quoted(String text) {
    var quoted = new StringBuilder();
    for (char c : text.toCharArray()) {
      quoted.append(c < ' ' || c > '~' || c == '"' || c == '\\' ? "\\u" + HexFormat.of().toHexDigits(c) : String.valueOf(c));
    }
    return "\"" + quoted + "\"";
  }
}
