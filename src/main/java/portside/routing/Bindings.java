package portside.routing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import portside.provider.Chain.Stickiness;

/// At whose prompt cache a conversation is at home, for each kind of model it asks for. It is bound when content comes and stays so until nothing
/// was asked or answered for [Stickiness#idle()]: most prompt caches live so long, and a prompt that is not in one costs its full price. At most 10,000
/// are kept; the one that was used least recently goes. Safe for any number of threads.
///
/// `conversation` is a digest. `models` says what it asks for: the name of a tier, or of a model where it asks for that one.
public final class Bindings {
  /// Of conversations that are kept.
  static final int MOST = 10_000;

  /// Longer ago than anything that is kept.
  private static final Duration LONGEST = Duration.ofDays(35);

  private final InstantSource wall;
  private final LongSupplier nanoTime;
  private final Map<Key, Binding> byKey = new LinkedHashMap<>(16, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Key, Binding> eldest) {
      return size() > MOST;
    }
  };

  /// @param wall for what is kept over a restart
  /// @param nanoTime a clock that is never set; lengths go by it
  public Bindings(InstantSource wall, LongSupplier nanoTime) {
    this.wall = wall;
    this.nanoTime = nanoTime;
  }

  /// Where a conversation is at home. It is asked first unless it is out.
  ///
  /// @param member its name
  /// @param model its own name of the model
  /// @param key digest of the key
  /// @param since the conversation is there
  /// @param awayOver it was away from the first of its order for [Stickiness#away()]: it goes back there as soon as that one is in
  public record Home(String member, String model, String key, Instant since, boolean awayOver) {
    /// Whether this is it, whatever its key.
    public boolean is(Aim aim) {
      return aim.member().name().equals(member) && aim.model().equals(model);
    }

    /// The place of the key among those of its member; empty when the file has it no more.
    public Optional<Integer> place(Aim aim) {
      var credentials = aim.member().destination().credentials();
      for (int at = 0; at < credentials.size(); at++) {
        if (credentials.get(at).digest().equals(key)) {
          return Optional.of(at + 1);
        }
      }
      return Optional.empty();
    }
  }

  /// A binding as it is kept over a restart.
  ///
  /// @param since it is at home there
  /// @param used last
  /// @param away from the first of its order since then; empty when it is there
  public record Kept(String conversation, String models, String member, String model, String key, Instant since, Instant used, Optional<Instant> away) {}

  private record Key(String conversation, String models) {}

  /// @param since by the clock that is never set, as the other two
  /// @param away empty when it is at the first of its order
  private record Binding(String member, String model, String key, long since, long used, OptionalLong away) {
    /// With whatever key.
    boolean isWith(Candidate candidate) {
      return member.equals(candidate.provider().name()) && model.equals(candidate.model());
    }

    boolean isAt(Candidate candidate) {
      return isWith(candidate) && key.equals(candidate.credential().digest());
    }

    Binding usedAt(long now) {
      return new Binding(member, model, key, since, now, away);
    }
  }

  /// Where the conversation is at home; empty when it is new or has been idle too long.
  public Optional<Home> home(String conversation, String models, Stickiness stickiness) {
    var key = new Key(conversation, models);
    var now = nanoTime.getAsLong();
    var instant = wall.instant();
    synchronized (byKey) {
      var binding = byKey.get(key);
      if (binding == null) {
        return Optional.empty();
      }
      if (cold(binding, stickiness, now)) {
        byKey.remove(key);
        return Optional.empty();
      }
      boolean awayOver = binding.away().isPresent() && now - binding.away().getAsLong() >= stickiness.away().toNanos();
      return Optional.of(new Home(binding.member(), binding.model(), binding.key(), instant.minusNanos(now - binding.since()), awayOver));
    }
  }

  /// Binds a conversation: content of this candidate reaches the client.
  ///
  /// @param first whether the candidate's member and model are the first of the order in which a new conversation would be asked; only then it is not
  ///     away. Means nothing for a conversation that stays where it is
  public void content(String conversation, String models, Candidate candidate, boolean first) {
    var key = new Key(conversation, models);
    var now = nanoTime.getAsLong();
    synchronized (byKey) {
      var before = byKey.get(key);
      var since = before != null && before.isAt(candidate) ? before.since() : now;
      byKey.put(key, new Binding(candidate.provider().name(), candidate.model(), candidate.credential().digest(), since, now, away(before, candidate, first, now)));
    }
  }

  /// An answer of its home has ended.
  public void refresh(String conversation, String models) {
    var now = nanoTime.getAsLong();
    synchronized (byKey) {
      byKey.computeIfPresent(new Key(conversation, models), (_, binding) -> binding.usedAt(now));
    }
  }

  /// It is at home nowhere.
  public void gone(String conversation, String models) {
    synchronized (byKey) {
      byKey.remove(new Key(conversation, models));
    }
  }

  /// Those that are not cold, the one used last at the end.
  public List<Kept> kept(Stickiness stickiness) {
    var now = nanoTime.getAsLong();
    var instant = wall.instant();
    synchronized (byKey) {
      byKey.values().removeIf(binding -> cold(binding, stickiness, now));
      return byKey.entrySet().stream().map(entry -> kept(entry.getKey(), entry.getValue(), now, instant)).toList();
    }
  }

  /// Takes back what was kept. What lies in the future, since the clock was set back, is of now.
  public void restore(List<Kept> kept) {
    var now = nanoTime.getAsLong();
    var instant = wall.instant();
    synchronized (byKey) {
      for (var one : kept) {
        var away = one.away().map(then -> OptionalLong.of(nanos(then, now, instant))).orElse(OptionalLong.empty());
        var binding = new Binding(one.member(), one.model(), one.key(), nanos(one.since(), now, instant), nanos(one.used(), now, instant), away);
        byKey.put(new Key(one.conversation(), one.models()), binding);
      }
    }
  }

  /// Who stays away has been away since it left.
  private static OptionalLong away(@Nullable Binding before, Candidate candidate, boolean first, long now) {
    if (before != null && before.isWith(candidate)) {
      return before.away();
    }
    return first ? OptionalLong.empty() : before != null && before.away().isPresent() ? before.away() : OptionalLong.of(now);
  }

  private static boolean cold(Binding binding, Stickiness stickiness, long now) {
    return now - binding.used() >= stickiness.idle().toNanos();
  }

  private static Kept kept(Key key, Binding binding, long now, Instant instant) {
    var away = binding.away().stream().mapToObj(then -> instant.minusNanos(now - then)).findFirst();
    return new Kept(key.conversation(), key.models(), binding.member(), binding.model(), binding.key(), instant.minusNanos(now - binding.since()),
        instant.minusNanos(now - binding.used()), away);
  }

  private static long nanos(Instant then, long now, Instant instant) {
    var age = Duration.between(then, instant);
    return now - (age.isNegative() ? Duration.ZERO : age.compareTo(LONGEST) > 0 ? LONGEST : age).toNanos();
  }
}
