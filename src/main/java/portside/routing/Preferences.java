package portside.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import portside.provider.Chain;
import portside.provider.Provider;
import portside.wire.Fault;
import portside.wire.FaultKind;

/// What persons asked for while the chain runs: members for a session, and another order of all of them. Safe for any number of threads.
public final class Preferences {
  /// Of sessions; the one that was asked for least recently goes.
  static final int SESSIONS = 1_000;

  /// A session's name is an UUID with Claude Code.
  private static final int LONGEST_SESSION = 256;

  private final Map<String, List<String>> sessions = new LinkedHashMap<>(16, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, List<String>> eldest) {
      return size() > SESSIONS;
    }
  };
  private Order order = Order.NONE;
  private volatile Consumer<String> listener = _ -> {};

  /// The order of the members as a person set it.
  ///
  /// @param members in the order they are asked; empty for that of the file
  /// @param of the members in the file's order: when that changes, the file is what a person said last
  public record Order(List<String> members, List<String> of) {
    static final Order NONE = new Order(List.of(), List.of());
  }

  /// All of it, as it is kept over a restart.
  public record Kept(Map<String, List<String>> sessions, Order order) {
    static final Kept NOTHING = new Kept(Map.of(), Order.NONE);
  }

  /// Gives a session the members that are asked first.
  ///
  /// @param session as its client names it
  /// @return what is wrong with the request, which then changed nothing
  public Optional<Fault> pin(String session, List<String> vendors, Chain chain) {
    if (session.isBlank() || session.length() > LONGEST_SESSION) {
      return refused("session_key: a name of 1 to " + LONGEST_SESSION + " characters is needed");
    }
    var wrong = wrong(vendors, chain);
    if (wrong.isEmpty()) {
      synchronized (this) {
        sessions.put(session, List.copyOf(vendors));
      }
      listener.accept(session);
    }
    return wrong;
  }

  /// The members a session was given; empty for none.
  public synchronized List<String> pinned(String session) {
    return sessions.getOrDefault(session, List.of());
  }

  /// @return whether the session was given any
  public boolean unpin(String session) {
    boolean was;
    synchronized (this) {
      was = sessions.remove(session) != null;
    }
    if (was) {
      listener.accept(session);
    }
    return was;
  }

  /// @param told the name of each session that is given members, or loses them, by a person here
  void tell(Consumer<String> told) {
    listener = told;
  }

  /// What another instance was told of a session.
  ///
  /// @param members empty for none any more
  /// @return whether that is new
  synchronized boolean heard(String session, List<String> members) {
    return members.isEmpty() ? sessions.remove(session) != null : !members.equals(sessions.put(session, List.copyOf(members)));
  }

  /// All sessions that were given members, and which.
  public synchronized Map<String, List<String>> pins() {
    return new LinkedHashMap<>(sessions);
  }

  /// One member is moved to the front; several are the whole order and name each member once.
  ///
  /// @return what is wrong with the request, which then changed nothing
  public Optional<Fault> promote(List<String> vendors, Chain chain) {
    var wrong = wrong(vendors, chain);
    if (wrong.isPresent()) {
      return wrong;
    }
    if (vendors.size() > 1 && vendors.size() < chain.members().size()) {
      var missing = new TreeSet<>(names(chain));
      vendors.forEach(missing::remove);
      return refused("vendors: one is moved to the front, several are the whole order; " + String.join(", ", missing) + " is missing");
    }
    synchronized (this) {
      var members = new ArrayList<>(vendors);
      order(chain).stream().filter(name -> !vendors.contains(name)).forEach(members::add);
      order = new Order(List.copyOf(members), names(chain));
    }
    return Optional.empty();
  }

  /// The order of all members.
  public List<String> order(Chain chain) {
    var promoted = promoted(chain);
    return promoted.isEmpty() ? names(chain) : promoted;
  }

  /// The order of all members as a person set it; empty when the file's orders hold, which may differ by tier.
  synchronized List<String> promoted(Chain chain) {
    return order.of().equals(names(chain)) ? order.members() : List.of();
  }

  /// Everything, the session asked for last at the end.
  public synchronized Kept kept() {
    return new Kept(pins(), order);
  }

  /// Takes back what was kept.
  public synchronized void restore(Kept kept) {
    sessions.putAll(kept.sessions());
    order = kept.order();
  }

  private static Optional<Fault> wrong(List<String> vendors, Chain chain) {
    if (vendors.isEmpty()) {
      return refused("vendors: at least one name is needed");
    }
    if (vendors.stream().distinct().count() < vendors.size()) {
      return refused("vendors: a name stands there twice");
    }
    return Targets.unknown(chain, vendors.stream());
  }

  private static Optional<Fault> refused(String why) {
    return Optional.of(Fault.of(FaultKind.INVALID_REQUEST, why));
  }

  private static List<String> names(Chain chain) {
    return chain.members().stream().map(Provider::name).toList();
  }
}
