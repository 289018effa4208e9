package portside.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import portside.provider.dialect.Dialect;
import portside.translate.Speaker.Counts;
import portside.translate.Speaker.End;
import portside.translate.Speaker.Part;
import portside.wire.anthropic.MessageAccumulator;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamEvent.Opening;
import portside.wire.anthropic.StreamJudge;
import portside.wire.anthropic.Usage;

/// One answer in every form in which a provider may send it: on every wire, whole, in one piece each, split in two at every place, and character by
/// character. All of them must say the same.
///
/// @param request written with `'` for quotation marks
/// @param cells changes the rows of all wires
/// @param counts null for none
public record EveryWay(String request, UnaryOperator<Dialect> cells, End end, Counts counts) {
  /// @param members of the request beside model, limit and messages; with `'` for quotation marks
  public static EveryWay of(String members) {
    return of(members, UnaryOperator.identity());
  }

  /// @param cells changes the rows of all wires
  public static EveryWay of(String members, UnaryOperator<Dialect> cells) {
    var request = "{'model':'m','max_tokens':100,'messages':[{'role':'user','content':'go'}]" + (members.isEmpty() ? "" : ",") + members + "}";
    return new EveryWay(request, cells, End.STOP, null);
  }

  /// The same, of an answer that was cut by its limit.
  public EveryWay cut() {
    return ending(End.LENGTH, null);
  }

  /// The same, of an answer that ends so, with these counts or none.
  public EveryWay ending(End otherwise, Counts counted) {
    return new EveryWay(request, cells, otherwise, counted);
  }

  public static Part text(String text) {
    return new Part.Text(text);
  }

  public static Part reasoning(String text) {
    return new Part.Thought(text);
  }

  public static Part call(String name, String arguments) {
    return new Part.Call(name, arguments);
  }

  /// Checks what the client is told: `text …`, `thinking …`, `call <name> <input>`, then `<stop reason> <stop sequence>` and, where the provider counts,
  /// `usage …`; or `error <message>` alone.
  public void tells(List<Part> parts, String... expected) {
    for (var speaker : Speaker.ALL.stream().filter(each -> each.canSay(parts, end)).toList()) {
      for (var way : ways(parts)) {
        var body = speaker.stream(way, end, counts).stream().map(payload -> "data: " + payload + "\n\n").collect(Collectors.joining());
        assertEquals(List.of(expected), told(speaker, body), () -> speaker + ": " + way);
      }
      if (end != End.CUT) {
        assertEquals(List.of(expected), told(speaker, speaker.whole(parts, end, counts)), () -> speaker + ", whole");
      }
    }
  }

  /// The parts in pieces, part by part.
  private static List<List<List<Part>>> ways(List<Part> parts) {
    var ways = new ArrayList<List<List<Part>>>();
    ways.add(parts.stream().map(List::of).toList());
    ways.add(parts.stream().map(EveryWay::characters).toList());
    for (int i = 0; i < parts.size(); i++) {
      for (int at = 1; at < parts.get(i).words().length(); at++) {
        int split = i;
        int place = at;
        ways.add(Stream.iterate(0, n -> n < parts.size(), n -> n + 1)
            .map(n -> n == split ? halves(parts.get(n), place) : List.of(parts.get(n))).toList());
      }
    }
    return ways;
  }

  private static List<Part> halves(Part part, int at) {
    return List.of(part.saying(part.words().substring(0, at)), part.saying(part.words().substring(at)));
  }

  private static List<Part> characters(Part part) {
    return part.words().isEmpty() ? List.of(part) : part.words().chars().mapToObj(c -> part.saying(String.valueOf((char) c))).toList();
  }

  private List<String> told(Speaker speaker, String body) {
    var translator = speaker.translator(request, cells.apply(speaker.row()), "");
    translator.request();
    var feed = new AnswerFeed(translator.answer());
    var events = new ArrayList<StreamEvent>();
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    feed.bytes(bytes, 0, bytes.length, events::add);
    feed.end(events::add);
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
    if (counts != null) {
      told.add(usage(verdict.usage()));
    }
    return told;
  }

  private static String usage(Usage usage) {
    return "usage " + usage.input() + " in, " + usage.cacheRead().orElse(0) + " read, " + usage.output() + " out, " + usage.thinking().orElse(0) + " thinking";
  }
}
