package portside.translate.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static portside.provider.dialect.Column.WIRE;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.translate.AnswerFeed;
import portside.translate.Translator;
import portside.translate.TranslatorContext;
import portside.translate.chat.ChatTranslator;
import portside.translate.responses.Responses;
import portside.translate.responses.ResponsesTranslator;
import portside.wire.anthropic.MessageAccumulator;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamEvent.Opening;
import portside.wire.anthropic.StreamJudge;

/// One answer in every form in which a provider may send it: on both wires, whole, in one piece each, split in two at every place, and character by
/// character. All of them must say the same.
final class EveryWay {
  /// What the model says.
  sealed interface Part {
    record Text(String text) implements Part {}

    record Thought(String text) implements Part {}

    record Call(String name, String arguments) implements Part {}
  }

  private final MessagesRequest request;
  private final Dialect chat;
  private final Dialect responses;
  private String finish = "stop";

  private EveryWay(MessagesRequest request, Dialect chat, Dialect responses) {
    this.request = request;
    this.chat = chat;
    this.responses = responses;
  }

  /// @param members of the request beside model, limit and messages; with `'` for quotation marks
  static EveryWay of(String members) {
    return of(members, UnaryOperator.identity());
  }

  /// @param cells changes the rows of both wires
  static EveryWay of(String members, UnaryOperator<Dialect> cells) {
    var body = "{'model':'m','max_tokens':100,'messages':[{'role':'user','content':'go'}]," + members + "}";
    var request = MessagesReader.read(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    return new EveryWay(request, cells.apply(Dialect.STANDARD), cells.apply(Responses.ROW));
  }

  /// The same, of an answer that was cut by its limit.
  EveryWay cut() {
    var other = new EveryWay(request, chat, responses);
    other.finish = "length";
    return other;
  }

  static Part text(String text) {
    return new Part.Text(text);
  }

  static Part reasoning(String text) {
    return new Part.Thought(text);
  }

  static Part call(String name, String arguments) {
    return new Part.Call(name, arguments);
  }

  /// Checks what the client is told: `text …`, `thinking …`, `call <name> <input>`, then `<stop reason> <stop sequence>` or `error <message>`.
  void tells(List<Part> parts, String... expected) {
    for (var way : ways(parts)) {
      assertEquals(List.of(expected), told(chat, chatStream(way)), () -> "chat: " + way);
      assertEquals(List.of(expected), told(responses, responsesStream(way)), () -> "Responses: " + way);
    }
    assertEquals(List.of(expected), told(chat, chatWhole(parts)), "chat, whole");
    assertEquals(List.of(expected), told(responses, response(parts)), "Responses, whole");
  }

  /// The parts in pieces, part by part.
  private static List<List<List<Part>>> ways(List<Part> parts) {
    var ways = new ArrayList<List<List<Part>>>();
    ways.add(parts.stream().map(List::of).toList());
    ways.add(parts.stream().map(EveryWay::characters).toList());
    for (int i = 0; i < parts.size(); i++) {
      for (int at = 1; at < words(parts.get(i)).length(); at++) {
        int split = i;
        int place = at;
        ways.add(Stream.iterate(0, n -> n < parts.size(), n -> n + 1)
            .map(n -> n == split ? List.of(piece(parts.get(n), 0, place), piece(parts.get(n), place, -1)) : List.of(parts.get(n))).toList());
      }
    }
    return ways;
  }

  private static List<Part> characters(Part part) {
    var pieces = new ArrayList<Part>();
    for (int i = 0; i < words(part).length(); i++) {
      pieces.add(piece(part, i, i + 1));
    }
    return pieces;
  }

  private static String words(Part part) {
    return switch (part) {
      case Part.Text(var text) -> text;
      case Part.Thought(var text) -> text;
      case Part.Call(_, var arguments) -> arguments;
    };
  }

  private static Part piece(Part part, int from, int to) {
    var words = to < 0 ? words(part).substring(from) : words(part).substring(from, to);
    return switch (part) {
      case Part.Text _ -> new Part.Text(words);
      case Part.Thought _ -> new Part.Thought(words);
      case Part.Call(var name, _) -> new Part.Call(name, words);
    };
  }

  private List<String> told(Dialect row, String body) {
    var translator = translator(row);
    translator.request();
    var feed = new AnswerFeed(translator.answer());
    var events = new ArrayList<StreamEvent>();
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    feed.bytes(bytes, 0, bytes.length, events::add);
    feed.end(true, events::add);
    var verdict = StreamJudge.judge(events);
    if (verdict.error() != null) {
      return List.of("error " + verdict.error().message());
    }
    events.forEach(new MessageAccumulator());
    var told = new ArrayList<String>();
    verdict.blocks().forEach(block -> told.add(switch (block.opening()) {
      case Opening.Text() -> "text " + block.content();
      case Opening.Thinking() -> "thinking " + block.content();
      case Opening.ToolUse(_, var name) -> "call " + name + " " + block.content();
      case Opening.ServerToolUse _, Opening.SearchHits _, Opening.ServerToolFailure _ -> throw new AssertionError("nobody searches here");
    }));
    told.add(verdict.stopReason().wire() + (verdict.stopSequence() == null ? "" : " " + verdict.stopSequence()));
    return told;
  }

  private Translator translator(Dialect row) {
    var context = new TranslatorContext("msg_test", "acme", 100, Instant.EPOCH, UnaryOperator.identity(), "");
    var limits = new Provider.Limits(0, 0);
    return row.get(WIRE) == Dialect.Wire.CHAT
        ? new ChatTranslator(request, row, "model-x", limits, "acme", context)
        : new ResponsesTranslator(request, row, "model-x", limits, "acme", context);
  }

  private String chatStream(List<List<Part>> way) {
    var body = new StringBuilder();
    int calls = 0;
    for (var pieces : way) {
      boolean first = true;
      for (var piece : pieces) {
        int index = calls;
        var head = first ? "\"id\":\"call_number" + index + "\"," : "";
        var delta = switch (piece) {
          case Part.Text(var text) -> "\"content\":" + quoted(text);
          case Part.Thought(var text) -> "\"reasoning_content\":" + quoted(text);
          case Part.Call(var name, var arguments) -> "\"tool_calls\":[{\"index\":" + index + "," + head + "\"function\":{"
              + (first ? "\"name\":\"" + name + "\"," : "") + "\"arguments\":" + quoted(arguments) + "}}]";
        };
        body.append("data: {\"choices\":[{\"index\":0,\"delta\":{").append(delta).append("},\"finish_reason\":null}]}\n\n");
        first = false;
      }
      calls += pieces.getFirst() instanceof Part.Call ? 1 : 0;
    }
    return body + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + finish + "\"}]}\n\ndata: [DONE]\n\n";
  }

  private String chatWhole(List<Part> parts) {
    var calls = new ArrayList<String>();
    for (var part : parts) {
      if (part instanceof Part.Call(var name, var arguments)) {
        calls.add("{\"id\":\"call_number" + calls.size() + "\",\"type\":\"function\",\"function\":{\"name\":\"" + name + "\",\"arguments\":" + quoted(arguments) + "}}");
      }
    }
    return "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":" + quoted(joined(parts, Part.Text.class))
        + ",\"reasoning_content\":" + quoted(joined(parts, Part.Thought.class)) + ",\"tool_calls\":[" + String.join(",", calls)
        + "]},\"finish_reason\":\"" + finish + "\"}]}";
  }

  /// As JSON; halves of characters are escaped, as providers do.
  private static String quoted(String text) {
    var quoted = new StringBuilder();
    for (char c : text.toCharArray()) {
      quoted.append(c < ' ' || c > '~' || c == '"' || c == '\\' ? "\\u" + HexFormat.of().toHexDigits(c) : String.valueOf(c));
    }
    return "\"" + quoted + "\"";
  }

  private static String joined(List<Part> parts, Class<? extends Part> kind) {
    return String.join("", parts.stream().filter(kind::isInstance).map(EveryWay::words).toList());
  }

  private String responsesStream(List<List<Part>> way) {
    var body = new StringBuilder();
    var whole = new ArrayList<Part>();
    Function<String, String> event = payload -> "data: " + payload + "\n\n";
    for (int i = 0; i < way.size(); i++) {
      var first = way.get(i).getFirst();
      whole.add(whole(way.get(i)));
      body.append(event.apply("{\"type\":\"response.output_item.added\",\"output_index\":" + i + ",\"item\":" + item(i, piece(first, 0, 0)) + "}"));
      for (var piece : way.get(i)) {
        var type = switch (piece) {
          case Part.Text _ -> "output_text";
          case Part.Thought _ -> "reasoning_summary_text";
          case Part.Call _ -> "function_call_arguments";
        };
        body.append(event.apply("{\"type\":\"response." + type + ".delta\",\"output_index\":" + i + ",\"item_id\":\"item_" + i + "\",\"delta\":" + quoted(words(piece)) + "}"));
      }
      body.append(event.apply("{\"type\":\"response.output_item.done\",\"output_index\":" + i + ",\"item\":" + item(i, whole.get(i)) + "}"));
    }
    return body + event.apply("{\"type\":\"response." + (finish.equals("stop") ? "completed" : "incomplete") + "\",\"response\":" + response(whole) + "}");
  }

  private static Part whole(List<Part> pieces) {
    var words = String.join("", pieces.stream().map(EveryWay::words).toList());
    return switch (pieces.getFirst()) {
      case Part.Text _ -> new Part.Text(words);
      case Part.Thought _ -> new Part.Thought(words);
      case Part.Call(var name, _) -> new Part.Call(name, words);
    };
  }

  private static String item(int index, Part part) {
    var id = "\"id\":\"item_" + index + "\",";
    return switch (part) {
      case Part.Text(var text) -> "{" + id + "\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":" + quoted(text) + "}]}";
      case Part.Thought(var text) -> "{" + id + "\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":" + quoted(text) + "}]}";
      case Part.Call(var name, var arguments) -> "{" + id + "\"type\":\"function_call\",\"call_id\":\"call_number" + index + "\",\"name\":\"" + name
          + "\",\"arguments\":" + quoted(arguments) + "}";
    };
  }

  private String response(List<Part> parts) {
    var items = new ArrayList<String>();
    for (int i = 0; i < parts.size(); i++) {
      items.add(item(i, parts.get(i)));
    }
    var status = finish.equals("stop") ? "\"status\":\"completed\"" : "\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"max_output_tokens\"}";
    return "{\"object\":\"response\"," + status + ",\"output\":[" + String.join(",", items) + "]}";
  }
}
