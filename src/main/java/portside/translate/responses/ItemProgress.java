package portside.translate.responses;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import portside.translate.answer.ToolCallAccumulator;
import portside.wire.Json;
import portside.wire.responses.OutputItem;
import portside.wire.responses.ResponseEvent.Kind;

/// What has come of one item of the output so far. The same words may come several times: in pieces, whole at the end of the part, of the item
/// and of the response; and some servers send only one of these.
final class ItemProgress {
  /// The types of items that are told apart.
  enum Type {
    MESSAGE,
    REASONING,
    CALL,
    OTHER;

    static Type of(OutputItem item) {
      return switch (item) {
        case OutputItem.Message _ -> MESSAGE;
        case OutputItem.Reasoning _ -> REASONING;
        case OutputItem.FunctionCall _ -> CALL;
        case OutputItem.Other _ -> OTHER;
      };
    }

    static Type of(Kind kind) {
      return switch (kind) {
        case TEXT, REFUSAL -> MESSAGE;
        case SUMMARY, REASONING_TEXT -> REASONING;
        case ARGUMENTS -> CALL;
      };
    }
  }

  private final int index;
  private final Type type;
  private final @Nullable ToolCallAccumulator call;
  private final Map<Kind, StringBuilder> received = new EnumMap<>(Kind.class);
  private String id;
  private boolean announced;
  private boolean done;
  private boolean called;
  private int reasoningPart;
  private boolean inParts;

  /// @param index in the output, negative when unknown
  /// @param id empty when unknown
  ItemProgress(int index, String id, Type type) {
    this.index = index;
    this.id = id;
    this.type = type;
    this.call = type == Type.CALL ? new ToolCallAccumulator(0, index) : null;
  }

  Type type() {
    return type;
  }

  /// The tool call it is; null when it is none.
  @Nullable ToolCallAccumulator call() {
    return call;
  }

  boolean isDone() {
    return done;
  }

  /// Whether an event about the item at this place is about this one. The place counts more than the id: GitHub Copilot sends another id with
  /// each event.
  boolean isAt(int otherIndex, String otherId) {
    return otherIndex >= 0 && index >= 0 ? otherIndex == index : otherId.isEmpty() || otherId.equals(id);
  }

  /// Whether an item of its type that begins at its place is this one, of which only pieces had come.
  boolean mayBegin() {
    return !announced && !done;
  }

  /// Whether the item at the end of the response is this one.
  boolean isSame(OutputItem item) {
    if (item instanceof OutputItem.FunctionCall(_, var callId, _, _) && call != null && !callId.isEmpty() && call.id() != null) {
      return callId.equals(call.id());
    }
    return type == Type.of(item) && !id.isEmpty() && id.equals(item.id());
  }

  void announce(OutputItem item) {
    announced = true;
    id = item.id().isEmpty() ? id : item.id();
  }

  void finish() {
    done = true;
  }

  /// Whether this is the first that is told of the call.
  boolean beginsCall() {
    boolean begins = !called;
    called = true;
    return begins;
  }

  /// Whether it has said nothing of this kind.
  boolean isSilent(Kind kind) {
    return !received.containsKey(kind);
  }

  /// Whether reasoning of this kind is the one to show: a server that sends both sends the same ones.
  boolean mayThink(Kind kind) {
    return isSilent(kind == Kind.SUMMARY ? Kind.REASONING_TEXT : Kind.SUMMARY);
  }

  /// Whether more than its first part has come.
  boolean isInParts() {
    return inParts;
  }

  /// Remembers a piece.
  void add(Kind kind, int part, String text) {
    inParts |= part > 0;
    received.computeIfAbsent(kind, _ -> new StringBuilder()).append(text);
  }

  /// Whether this part of the reasoning is another one than the last.
  boolean turnsTo(int part) {
    boolean turns = part != reasoningPart;
    reasoningPart = part;
    return turns;
  }

  /// What of these parts has not come yet; empty when they are not what came. Some servers leave the whole out, strip it or write its JSON anew.
  ///
  /// @param parts all of one kind, in order
  Optional<String> rest(Kind kind, List<String> parts) {
    var whole = String.join("", parts);
    var known = received(kind);
    if (whole.startsWith(known)) {
      return Optional.of(whole.substring(known.length()));
    }
    boolean same = whole.isBlank() || whole.strip().equals(known.strip()) || kind == Kind.ARGUMENTS && isSameJson(whole, known);
    return same ? Optional.of("") : Optional.empty();
  }

  /// Whether all that came of this kind is exactly these parts.
  boolean said(Kind kind, List<String> parts) {
    return !isSilent(kind) && received(kind).equals(String.join("", parts));
  }

  /// Whether all that came of this kind is the beginning of these parts.
  boolean began(Kind kind, List<String> parts) {
    return !isSilent(kind) && String.join("", parts).startsWith(received(kind));
  }

  /// What was received of this kind; of arguments without what repeats.
  private String received(Kind kind) {
    return call != null ? call.arguments().received() : received.getOrDefault(kind, new StringBuilder()).toString();
  }

  private static boolean isSameJson(String one, String other) {
    try {
      return Json.value(one).equals(Json.value(other));
    } catch (Json.Malformed noJson) {
      return false;
    }
  }
}
