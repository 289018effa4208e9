package portside.translate;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import portside.translate.answer.JsonProgress;
import portside.wire.Json;
import portside.wire.sse.SseReader;

/// Turns the `data` payloads of one answer into JSON objects, on every wire. A payload should be one object; gateways lose the line feeds between
/// two, or cut one in two (1jehuang/jcode#609), and z.ai writes the next chunk into the middle of one (zai-org/GLM-5#66).
///
/// ```
///             an object ends too early             what follows makes it whole
///   Between ───────────────────────────────► Cut ──────────────────────────────► Between
///                                             │   `[DONE]`, the end, or what cannot follow
///                                             └─────────────────────────────────► Between, and it is lost
/// ```
/// An object is passed on only when it is whole. What is no JSON is told apart by its braces: every chunk begins and ends with one, so words
/// without them (`keep-alive`, `: ping`, `Internal Server Error`) and a web page are no piece of a chunk, and nothing is lost with them. Everything
/// else was an object that cannot be had any more.
public final class PayloadReader {
  /// What stands in a payload.
  public sealed interface Piece {
    /// An object that came whole.
    record Message(JsonObject json) implements Piece {}

    /// `[DONE]`.
    record Done() implements Piece {}

    /// Words that call themselves an error (`error: …`), whatever follows.
    record Failure(String text) implements Piece {}

    /// Words that are no piece of an object.
    record Words(String text) implements Piece {}

    /// What is left of an object of which the rest will never come.
    record Lost(String text) implements Piece {}
  }

  private static final String DONE = "[DONE]";
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final Pattern OBJECT = Pattern.compile("\\{|\\[\\s*\\{");
  private static final Pattern MARKER = Pattern.compile("(?i)data:");
  /// Matches what stands between the objects of an array without its brackets.
  private static final Pattern COMMA = Pattern.compile(",\\s*\\{");
  private static final Pattern FAILURE = Pattern.compile("(?i)error:\\s*|\\[error]:?\\s*");
  /// Matches where an object may begin behind something that is none.
  private static final Pattern NEXT = Pattern.compile("(?i)(?:data:|\\n)\\s*(?=\\[?\\{|\\[DONE])");

  /// An object that ended too early.
  private static final class Cut {
    private final StringBuilder text = new StringBuilder();
    private final JsonProgress progress = new JsonProgress();
    /// Payloads that go on with it and may as well be objects of their own; the next one shows which.
    private final List<String> objects = new ArrayList<>();

    JsonProgress.Verdict add(String more) {
      text.append(more);
      progress.follow(text, text.length() - more.length());
      return progress.verdict();
    }
  }

  private final int limit;
  private @Nullable Cut cut;

  /// Reads the payloads of an answer.
  public PayloadReader() {
    this(SseReader.LIMIT);
  }

  /// @param limit the most characters of an object that comes in pieces
  PayloadReader(int limit) {
    this.limit = limit;
  }

  /// The pieces of the next payload, in order.
  public List<Piece> read(String data) {
    var pieces = new ArrayList<Piece>(1);
    if (cut == null) {
      scan(data, pieces);
    } else if (!data.isEmpty()) {
      goOn(cut, data, pieces);
    }
    return pieces;
  }

  /// What is lost because nothing follows.
  public List<Piece> end() {
    var pieces = new ArrayList<Piece>(1);
    lose(pieces);
    return pieces;
  }

  private void goOn(Cut cut, String data, List<Piece> pieces) {
    boolean fits = cut.text.length() + data.length() <= limit && !isDone(data);
    switch (fits ? cut.add(data) : JsonProgress.Verdict.BROKEN) {
      case COMPLETE -> {
        var whole = cut.text.toString();
        this.cut = null;
        scan(whole, pieces);
      }
      case BROKEN -> {
        lose(pieces);
        scan(data, pieces);
      }
      case PARTIAL, EMPTY -> {
        if (isObject(data)) {
          cut.objects.add(data);
        }
      }
    }
  }

  private void lose(List<Piece> pieces) {
    if (cut != null) {
      pieces.add(new Piece.Lost(cut.text.toString()));
      var objects = cut.objects;
      cut = null;
      objects.forEach(object -> scan(object, pieces));
    }
  }

  /// Whether the words say that the stream is done. JSON allows any words inside a string, but no provider cuts an object before these.
  private static boolean isDone(String data) {
    var bare = looksLike(MARKER, data, 0) ? data.substring(data.indexOf(':') + 1) : data;
    return bare.strip().equals(DONE);
  }

  private static boolean isObject(String data) {
    try {
      int at = skip(data, 0);
      return data.startsWith("{", at) && skip(data, Json.leading(data, at).end()) == data.length();
    } catch (Json.Malformed noObject) {
      return false;
    }
  }

  private void scan(String text, List<Piece> pieces) {
    for (int at = skip(text, 0); at < text.length(); at = skip(text, at)) {
      at = piece(text, at, pieces);
    }
  }

  /// Reads the piece that begins here; returns where it ends.
  private int piece(String text, int at, List<Piece> pieces) {
    if (text.charAt(at) == '{' || looksLike(OBJECT, text, at)) {
      return object(text, at, pieces);
    }
    if (text.startsWith(DONE, at)) {
      pieces.add(new Piece.Done());
      return at + DONE.length();
    }
    if (looksLike(MARKER, text, at)) {
      return text.indexOf(':', at) + 1;
    }
    if (looksLike(COMMA, text, at)) {
      return at + 1;
    }
    if (looksLike(FAILURE, text, at)) {
      pieces.add(new Piece.Failure(FAILURE.matcher(text.substring(at)).replaceFirst("").strip()));
      return text.length();
    }
    int next = next(text, at);
    var words = text.substring(at, next).strip();
    pieces.add(isPieceOfObject(words) ? new Piece.Lost(words) : new Piece.Words(words));
    return next;
  }

  private static boolean isPieceOfObject(String words) {
    boolean webPage = words.startsWith("<") && words.endsWith(">");
    return !webPage && (words.contains("{") || words.contains("}"));
  }

  private int object(String text, int at, List<Piece> pieces) {
    try {
      var leading = Json.leading(text, at);
      take(leading.value(), pieces);
      return leading.end();
    } catch (Json.Malformed noJson) {
      var start = new Cut();
      if (start.add(text.substring(at)) == JsonProgress.Verdict.PARTIAL) {
        cut = start;
        return text.length();
      }
      int next = next(text, at);
      pieces.add(new Piece.Lost(text.substring(at, next)));
      return next;
    }
  }

  /// Takes an object, or the objects of an array: Gemini wraps errors in one.
  private static void take(JsonValue value, List<Piece> pieces) {
    switch (value) {
      case JsonObject object -> pieces.add(new Piece.Message(object));
      case JsonArray array -> array.forEach(element -> take(element, pieces));
      default -> {}
    }
  }

  private static int next(String text, int from) {
    var next = NEXT.matcher(text);
    return next.find(from + 1) ? next.start() : text.length();
  }

  private static boolean looksLike(Pattern pattern, String text, int at) {
    return pattern.matcher(text).region(at, text.length()).lookingAt();
  }

  private static int skip(String text, int from) {
    int at = from;
    while (at < text.length() && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == BYTE_ORDER_MARK)) {
      at++;
    }
    return at;
  }
}
