package portside.translate.responses;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import portside.wire.responses.OutputItem;
import portside.wire.responses.ResponseEvent.Kind;

/// Keeps the items of one answer in the order in which they came, and finds the one an event is about.
final class OutputItems {
  private final List<ItemProgress> items = new ArrayList<>();

  List<ItemProgress> all() {
    return items;
  }

  /// Whether all words and calls are known to be complete.
  boolean areDone() {
    return items.stream().allMatch(item -> item.isDone() || item.type() != ItemProgress.Type.MESSAGE && item.type() != ItemProgress.Type.CALL);
  }

  boolean isLast(ItemProgress item) {
    return items.getLast() == item;
  }

  ItemProgress open(int index, String id, ItemProgress.Type type) {
    var item = new ItemProgress(index, id, type);
    items.add(item);
    return item;
  }

  /// The item a piece belongs to; null when it has not begun.
  @Nullable ItemProgress of(int index, String id, Kind kind) {
    return latest(index, id, ItemProgress.Type.of(kind));
  }

  /// The item that now begins, of which pieces have come already; null when it is new.
  @Nullable ItemProgress begun(int index, OutputItem item) {
    var known = latest(index, item.id(), ItemProgress.Type.of(item));
    return known != null && known.mayBegin() ? known : null;
  }

  /// The item that is now complete; null when nothing of it has come.
  @Nullable ItemProgress ending(int index, OutputItem item) {
    var known = latest(index, item.id(), ItemProgress.Type.of(item));
    return known == null || known.isDone() && !known.isSame(item) ? null : known;
  }

  /// The item that the end of the response repeats; null when it repeats none. Some servers count or call the items anew there, so what an item says
  /// is asked too.
  ///
  /// @param streamed those that came before the end and were not repeated yet
  static @Nullable ItemProgress repeated(List<ItemProgress> streamed, int index, OutputItem item) {
    for (var known : streamed) {
      if (known.isSame(item)) {
        return known;
      }
    }
    if (item instanceof OutputItem.Message(_, _, var texts, _)) {
      for (var known : streamed) {
        if (known.said(Kind.TEXT, texts)) {
          return known;
        }
      }
    }
    var known = latest(streamed, index, "", ItemProgress.Type.of(item));
    var given = known == null || known.call() == null ? null : known.call().id();
    if (known != null && !(item instanceof OutputItem.FunctionCall(_, var callId, _, _) && !callId.isEmpty() && given != null)) {
      return known;
    }
    return item instanceof OutputItem.Message(_, _, var texts, _)
        ? streamed.stream().filter(other -> other.began(Kind.TEXT, texts)).findFirst().orElse(null)
        : null;
  }

  private @Nullable ItemProgress latest(int index, String id, ItemProgress.Type type) {
    return latest(items, index, id, type);
  }

  private static @Nullable ItemProgress latest(List<ItemProgress> items, int index, String id, ItemProgress.Type type) {
    for (var item : items.reversed()) {
      if (item.type() == type && item.isAt(index, id)) {
        return item;
      }
    }
    return null;
  }
}
