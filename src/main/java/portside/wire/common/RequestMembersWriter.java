package portside.wire.common;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import portside.wire.JsonBuffer;

/// Writes the top-level members of a request but for those that are never sent. Members the settings add come last, in place of ours of the same
/// name. The wires share it, since both begin as one flat object.
public final class RequestMembersWriter {
  private final JsonBuffer json;
  private final List<RequestMember> extra;
  private final Collection<String> without;
  private final Set<String> leftOut;

  /// @param extra members the settings ask for
  /// @param without names that are never sent, not even as extra
  public RequestMembersWriter(JsonBuffer json, List<RequestMember> extra, Collection<String> without) {
    this.json = json;
    this.extra = extra;
    this.without = without;
    leftOut = new HashSet<>(without);
    extra.forEach(member -> leftOut.add(member.name()));
  }

  /// Writes a member of ours.
  ///
  /// @param value writes its value
  public void write(String name, Runnable value) {
    if (!leftOut.contains(name)) {
      json.name(name);
      value.run();
    }
  }

  /// Writes the members the settings ask for.
  public void writeExtra() {
    extra.stream().filter(member -> !without.contains(member.name())).forEach(member -> json.name(member.name()).value(member.value()));
  }

  /// Writes an array.
  ///
  /// @param each writes one item
  public <T> void array(List<T> items, Consumer<T> each) {
    json.beginArray();
    items.forEach(each);
    json.endArray();
  }
}
