package portside.translate.answer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Leaves members out of the arguments of a call, as they arrive, that say only that they are not there: `null` where the schema needs no such
/// member and has no null for it, as models write it that were trained on schemas in which every member is required. Clients refuse that. A member
/// that must be there and one that may be null stay, and so does every character of the others.
///
/// ```
///             `"` of a key            its value begins
///   BETWEEN ───────────────► IN_KEY ────► BETWEEN ──────────► IN_STRING, or BETWEEN for any other value
///      ▲                                     ├─(`null`)─────► IN_NULL ────────► the member is left out
///      │                                     └─(`"`, if ""────► MAYBE_EMPTY ──► so is this one
///      └─ each of them ends here                 may go)
/// ```
/// A key that may be of such a member waits for its value, with the comma before it.
final class AbsentMemberFilter {
  private enum State {
    BETWEEN,
    IN_KEY,
    IN_STRING,
    IN_NULL,
    MAYBE_EMPTY
  }

  /// An object or array that is open.
  private static final class Level {
    private final @Nullable ArgumentSchema schema;
    private final boolean object;
    private final Set<String> optional;
    private boolean written;

    /// @param schema null when nothing is known of it
    Level(@Nullable ArgumentSchema schema, boolean object) {
      this.schema = schema;
      this.object = object;
      this.optional = object && schema != null ? schema.optional() : Set.of();
    }

    /// Whether the member need not be there, and has no null.
    boolean notNull(String name) {
      return optional.contains(name) && schema != null && schema.member(name) instanceof ArgumentSchema member && member.forbidsNull();
    }

    /// Whether the name of such a member begins so.
    boolean notNullBegins(String begun) {
      return optional.stream().anyMatch(name -> name.startsWith(begun) && notNull(name));
    }
  }

  /// Optional text that Claude Code's own tools refuse when it is empty (2.1.332), and models of OpenAI's send empty for want of a null. Elsewhere
  /// an empty text may be what was meant.
  private static final Map<String, Set<String>> NEVER_EMPTY = Map.of("Read", Set.of("pages"));

  private static final String NULL = "null";

  private final ArgumentSchema root;
  private final Set<String> neverEmpty;
  private final Deque<Level> levels = new ArrayDeque<>();
  private final StringBuilder held = new StringBuilder();
  private final StringBuilder key = new StringBuilder();
  private StringBuilder out = new StringBuilder();
  private State state = State.BETWEEN;
  private boolean keyComes;
  private boolean escaped;
  private int ofNull;

  /// @param schema of the arguments
  /// @param tool as the client calls it
  AbsentMemberFilter(ArgumentSchema schema, String tool) {
    this.root = schema;
    this.neverEmpty = new HashSet<>(NEVER_EMPTY.getOrDefault(tool, Set.of()));
    neverEmpty.retainAll(schema.optional());
  }

  /// Takes the next piece and returns what of it may be passed on.
  ///
  /// @param json which goes on what came before and is the beginning of an object
  String pass(String json) {
    for (int i = 0; i < json.length(); i++) {
      next(json.charAt(i));
    }
    var passed = out.toString();
    out = new StringBuilder();
    return passed;
  }

  /// Returns what still waits of arguments that were cut off.
  String rest() {
    write();
    return pass("");
  }

  private void next(char c) {
    switch (state) {
      case BETWEEN -> between(c);
      case IN_KEY -> {
        key.append(c);
        (held.isEmpty() ? out : held).append(c);
        if (endsString(c)) {
          state = State.BETWEEN;
        } else if (!held.isEmpty() && !mayGo(key.substring(1))) {
          write();
        }
      }
      case IN_STRING -> {
        out.append(c);
        if (endsString(c)) {
          state = State.BETWEEN;
        }
      }
      case IN_NULL -> {
        held.append(c);
        if (++ofNull == NULL.length()) {
          held.setLength(0);
          state = State.BETWEEN;
        }
      }
      case MAYBE_EMPTY -> {
        if (c == '"') {
          held.setLength(0);
          state = State.BETWEEN;
        } else {
          write();
          state = State.IN_STRING;
          next(c);
        }
      }
    }
  }

  private void between(char c) {
    switch (c) {
      case '{', '[' -> {
        var inner = valueSchema();
        write(c);
        levels.push(new Level(inner, c == '{'));
        keyComes = c == '{';
      }
      case '}', ']' -> {
        write(c);
        levels.poll();
      }
      case ',' -> {
        keyComes = !levels.isEmpty() && levels.peek().object;
        (keyComes ? held : out).append(c);
      }
      case ':' -> {
        keyComes = false;
        (held.isEmpty() ? out : held).append(c);
      }
      case '"' -> string();
      case ' ', '\n', '\r', '\t' -> (held.isEmpty() ? out : held).append(c);
      default -> {
        if (c == NULL.charAt(0) && !held.isEmpty() && levels.peek().notNull(name())) {
          held.append(c);
          ofNull = 1;
          state = State.IN_NULL;
        } else {
          write(c);
        }
      }
    }
  }

  private void string() {
    escaped = false;
    if (keyComes) {
      held.append('"');
      key.setLength(0);
      key.append('"');
      state = State.IN_KEY;
    } else if (!held.isEmpty() && levels.size() == 1 && neverEmpty.contains(name())) {
      held.append('"');
      state = State.MAYBE_EMPTY;
    } else {
      write('"');
      state = State.IN_STRING;
    }
  }

  private boolean endsString(char c) {
    boolean ends = c == '"' && !escaped;
    escaped = c == '\\' && !escaped;
    return ends;
  }

  /// Whether the key of a member that may be left out begins like this.
  private boolean mayGo(String begun) {
    return levels.peek().notNullBegins(begun)
        || levels.size() == 1 && neverEmpty.stream().anyMatch(name -> name.startsWith(begun));
  }

  private String name() {
    return RawJson.string(key.toString());
  }

  /// The schema of the value that comes; null when nothing is known of it.
  private @Nullable ArgumentSchema valueSchema() {
    if (levels.isEmpty()) {
      return root;
    }
    var schema = levels.peek().schema;
    return schema == null ? null : levels.peek().object ? schema.member(name()) : schema.element();
  }

  private void write(char c) {
    write();
    out.append(c);
  }

  /// Writes what waits; the first member that is written has no comma before it.
  private void write() {
    if (held.isEmpty()) {
      return;
    }
    boolean surplus = held.charAt(0) == ',' && !levels.isEmpty() && !levels.peek().written;
    out.append(held, surplus ? 1 : 0, held.length());
    held.setLength(0);
    if (!levels.isEmpty()) {
      levels.peek().written = true;
    }
  }
}
