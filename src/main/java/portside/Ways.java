package portside;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import portside.demo.DemoProvider;
import portside.provider.Chain;
import portside.provider.Destination;
import portside.provider.Provider;
import portside.upstream.DeadlineTicker;
import portside.upstream.HelidonUpstream;
import portside.upstream.Upstream;

/// The ways to the members of a chain. One whose destination stays the same stays open when the chain changes.
final class Ways implements AutoCloseable {
  private final String version;
  private final DeadlineTicker deadlines;
  private final Map<Destination, HelidonUpstream> open = new HashMap<>();
  private @Nullable DemoProvider demo;

  /// @param version of the program
  /// @param deadlines keeps the time limits of all calls
  Ways(String version, DeadlineTicker deadlines) {
    this.version = version;
    this.deadlines = deadlines;
  }

  /// The ways to these members by their names, opened where they are not open yet. Those of earlier chains stay open until [#keep].
  synchronized Map<String, Upstream> to(Chain chain) {
    var ways = new LinkedHashMap<String, Upstream>();
    chain.members().forEach(member -> ways.put(member.name(), open.computeIfAbsent(destination(member), to -> new HelidonUpstream(to, version, deadlines))));
    return ways;
  }

  /// Closes the ways that this chain does not need; calls that run on them go on.
  synchronized void keep(Chain chain) {
    var needed = chain.members().stream().map(this::destination).toList();
    open.entrySet().removeIf(way -> {
      var unneeded = !needed.contains(way.getKey());
      if (unneeded) {
        way.getValue().close();
      }
      return unneeded;
    });
  }

  /// Does now what the first call would otherwise wait for.
  void warm() {
    List<HelidonUpstream> all;
    synchronized (this) {
      all = List.copyOf(open.values());
    }
    all.forEach(HelidonUpstream::warm);
  }

  @Override
  public synchronized void close() {
    open.values().forEach(HelidonUpstream::close);
    if (demo != null) {
      demo.close();
    }
  }

  private Destination destination(Provider member) {
    return member.demo() ? member.destination().at(demo().baseUrl()) : member.destination();
  }

  private DemoProvider demo() {
    if (demo == null) {
      demo = DemoProvider.start();
    }
    return demo;
  }
}
