package portside.translate.client;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import portside.translate.answer.UsageTranslation;
import portside.translate.messages.ReportedUsage;
import portside.wire.Json;
import portside.wire.anthropic.Usage;
import portside.wire.common.TokenCounts;
import portside.wire.gemini.GenerateContentChunk;
import portside.wire.sse.SseReader;

/// Reads what an answer that passes untouched says of tokens. It keeps one event, or one document, of at most 4 MiB; beyond that, and where it cannot
/// read something, it knows nothing.
///
/// ```
///   UNKNOWN ──`{`,`[`──► DOCUMENT  ──too large──► BLIND
///      └──else──► EVENTS           ──too large──► BLIND
/// ```
public final class PassingUsage {
  /// Whose names tokens are counted under.
  public enum Names {
    ANTHROPIC,
    OPENAI,
    GEMINI
  }

  private enum State {
    UNKNOWN,
    DOCUMENT,
    EVENTS,
    BLIND
  }

  private static final int LIMIT = 4 << 20;

  /// Where a payload has its usage: at the top, in Anthropic's `message_start`, in the events of the Responses API.
  private static final List<String> HOLDERS = List.of("message", "response");

  private final Names names;
  private final SseReader events = new SseReader(LIMIT);
  private final ByteArrayOutputStream document = new ByteArrayOutputStream();
  private final ReportedUsage reported = new ReportedUsage();
  private State state = State.UNKNOWN;
  private boolean said;
  private @Nullable TokenCounts counts;

  /// @param names of the answer
  public PassingUsage(Names names) {
    this.names = names;
  }

  /// The next bytes that pass.
  public void bytes(byte[] buffer, int length) {
    var start = 0;
    while (state == State.UNKNOWN && start < length) {
      if (buffer[start] > ' ') {
        state = buffer[start] == '{' || buffer[start] == '[' ? State.DOCUMENT : State.EVENTS;
      } else {
        start++;
      }
    }
    switch (state) {
      case DOCUMENT -> {
        document.write(buffer, start, length - start);
        state = document.size() > LIMIT ? State.BLIND : state;
      }
      case EVENTS -> push(buffer, start, length - start);
      case UNKNOWN, BLIND -> {}
    }
  }

  /// The answer is over.
  ///
  /// @return the tokens it took; empty when nothing was said of them
  public Optional<Usage> end() {
    switch (state) {
      case DOCUMENT -> payload(document.toString(StandardCharsets.UTF_8));
      case EVENTS -> {
        try {
          events.end((_, data) -> payload(data));
        } catch (SseReader.TooLarge tooLarge) {
          state = State.BLIND;
        }
      }
      case UNKNOWN, BLIND -> {}
    }
    return !said ? Optional.empty() : Optional.of(names == Names.ANTHROPIC ? reported.usage() : UsageTranslation.tokens(counts, 0, 0));
  }

  private void push(byte[] buffer, int offset, int length) {
    try {
      events.push(buffer, offset, length, (_, data) -> payload(data));
    } catch (SseReader.TooLarge tooLarge) {
      state = State.BLIND;
    }
  }

  private void payload(String text) {
    if (!text.contains(names == Names.GEMINI ? "\"usageMetadata\"" : "\"usage\"")) {
      return;
    }
    try {
      switch (Json.value(text)) {
        case JsonObject payload when names == Names.GEMINI -> counted(payload);
        case JsonArray chunks when names == Names.GEMINI -> chunks.forEach(this::counted);
        case JsonObject payload -> {
          usage(payload);
          HOLDERS.forEach(holder -> usage(payload.get(holder)));
        }
        default -> {}
      }
    } catch (Json.Malformed unread) {
      // It passes all the same.
    }
  }

  /// Nothing is cumulative in Gemini's answers: the last counts.
  private void counted(JsonValue chunk) {
    if (chunk instanceof JsonObject envelope && envelope.get("response") instanceof JsonObject inside) {
      counted(inside);
    }
    if (chunk instanceof JsonObject object && GenerateContentChunk.read(object).tokens() instanceof TokenCounts read) {
      counts = read;
      said = true;
    }
  }

  private void usage(@Nullable JsonValue holder) {
    if (!(holder instanceof JsonObject object) || !(object.get("usage") instanceof JsonObject usage)) {
      return;
    }
    if (names == Names.ANTHROPIC) {
      reported.add(usage);
      said = true;
    } else if (TokenCounts.read(object, null) instanceof TokenCounts read) {
      counts = read;
      said = true;
    }
  }
}
