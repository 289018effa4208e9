package portside.translate.chat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import portside.translate.answer.ToolCallAccumulator;
import portside.translate.tools.ToolNameResolver;
import portside.wire.common.ToolCallDelta;

/// Finds the tool call a fragment belongs to. OpenAI's rule (same `index`, same call) is kept by few: the index may be missing, the same for all
/// calls or start anywhere, the id may be missing, repeated, new with every chunk or the same for two calls.
///
/// In order, a fragment belongs to
/// 1. the call of its id, unless it begins another call (see [#beginsAnother]);
/// 2. the last call at its index, unless it begins another;
/// 3. without an index: the last call, unless it brings a name or an id and so begins another;
/// 4. else to a new one.
final class ToolCallSlots {
  private final ToolNameResolver names;
  private final List<ToolCallAccumulator> calls = new ArrayList<>();
  /// Calls that fragments of the current chunk went to; two named entries of one chunk are two calls, whatever their index says.
  private final List<ToolCallAccumulator> touched = new ArrayList<>();
  /// A complete call whose name came again without arguments: another call to the same tool may follow.
  private @Nullable ToolCallAccumulator named;

  ToolCallSlots(ToolNameResolver names) {
    this.names = names;
  }

  /// Begins a new chunk.
  void nextChunk() {
    touched.clear();
  }

  /// How many calls there are.
  int size() {
    return calls.size();
  }

  /// Whether a call brought arguments and never a name.
  boolean hasNameless() {
    for (var call : calls) {
      if (call.name() == null && !call.arguments().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /// Whether a call may have more arguments to come.
  boolean hasOpenCall() {
    return calls.stream().anyMatch(call -> !call.arguments().isComplete());
  }

  /// The call this fragment belongs to, with the fragment added; null when the fragment says nothing new.
  ///
  /// @param choice the choice it came in
  @Nullable ToolCallAccumulator add(int choice, ToolCallDelta fragment) {
    var call = find(choice, fragment);
    if (call == null) {
      if (fragment.name() == null && fragment.id() == null && fragment.arguments().isBlank()) {
        return null;
      }
      call = new ToolCallAccumulator(choice, fragment.index());
      calls.add(call);
    } else if (call.arguments().isComplete() && fragment.name() != null && fragment.arguments().isEmpty()) {
      named = call;
    }
    touched.add(call);
    call.add(fragment, names);
    return call;
  }

  /// Whether a call like this one is already here; used for calls of a message that repeats the whole answer.
  boolean has(ToolCallDelta whole) {
    for (var call : calls) {
      boolean sameId = whole.id() != null && whole.id().equals(call.id());
      boolean sameWords = whole.name() != null && whole.name().equals(call.name())
          && whole.arguments().strip().equals(call.arguments().received().strip());
      if (sameId || sameWords) {
        return true;
      }
    }
    return false;
  }

  private @Nullable ToolCallAccumulator find(int choice, ToolCallDelta fragment) {
    var byId = byId(fragment.id());
    if (byId != null && sameIndex(byId, choice, fragment) && !beginsAnother(byId, fragment)) {
      return byId;
    }
    if (fragment.index() == ToolCallDelta.NO_INDEX) {
      var last = calls.isEmpty() ? null : calls.getLast();
      boolean newId = last != null && fragment.id() != null && last.id() != null && !fragment.id().equals(last.id());
      return last == null || newId || beginsAnother(last, fragment) ? null : last;
    }
    var atIndex = at(choice, fragment.index());
    if (atIndex == null && fragment.id() == null && fragment.name() == null && !calls.isEmpty()
        && calls.getLast().index() == ToolCallDelta.NO_INDEX) {
      return calls.getLast();
    }
    return atIndex == null || beginsAnother(atIndex, fragment) ? null : atIndex;
  }

  /// Whether the fragment, though it seems to belong to this call, begins another one.
  private boolean beginsAnother(ToolCallAccumulator call, ToolCallDelta fragment) {
    var arguments = call.arguments();
    if (fragment.name() != null && touched.contains(call)) {
      return true;
    }
    if (arguments.repeatsWhole(fragment.arguments())) {
      return otherId(call, fragment); // the same words under another id are another call; else the provider says them twice
    }
    boolean opens = fragment.arguments().stripLeading().startsWith("{");
    boolean bare = fragment.arguments().isBlank();
    if (otherId(call, fragment)) {
      // Providers that make up a new id for every chunk send no name with it, or go on in the middle of the arguments.
      return arguments.isComplete() || fragment.name() != null && (arguments.isEmpty() || opens || bare);
    }
    if (fragment.name() == null || fragment.name().equals(call.name())) {
      return arguments.isComplete() && opens && (fragment.name() != null || call == named);
    }
    if (arguments.isEmpty()) {
      return call.name() != null && names.join(call.name(), fragment.name()).equals(call.name());
    }
    return arguments.isComplete() || opens || bare;
  }

  private static boolean otherId(ToolCallAccumulator call, ToolCallDelta fragment) {
    return fragment.id() != null && call.id() != null && !fragment.id().equals(call.id());
  }

  private static boolean sameIndex(ToolCallAccumulator call, int choice, ToolCallDelta fragment) {
    return fragment.index() == ToolCallDelta.NO_INDEX || call.index() == ToolCallDelta.NO_INDEX || call.isAt(choice, fragment.index());
  }

  private @Nullable ToolCallAccumulator byId(@Nullable String id) {
    for (int i = calls.size() - 1; id != null && i >= 0; i--) {
      if (id.equals(calls.get(i).id())) {
        return calls.get(i);
      }
    }
    return null;
  }

  private @Nullable ToolCallAccumulator at(int choice, int index) {
    for (int i = calls.size() - 1; i >= 0; i--) {
      if (calls.get(i).isAt(choice, index)) {
        return calls.get(i);
      }
    }
    return null;
  }
}
