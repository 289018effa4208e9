package portside.routing;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import portside.provider.KeyRules.Strategy;
import portside.provider.Provider;

/// In which order the keys of a member are tried. That of a conversation's home is first; after it [Strategy#SPREAD] has those that were used least
/// recently, [Strategy#FILL] those that stand first in the file. Which of them are out is not looked at here. Safe for any number of threads.
public final class KeyOrder {
  /// Members at one address that have the same key share its turns.
  ///
  /// @param key its digest
  private record Key(String site, String key) {
    static Key of(Provider member, int place) {
      return new Key(member.site(), member.destination().credentials().get(place - 1).digest());
    }
  }

  private static final List<Integer> ONE = List.of(1);

  /// When a key was last used, as a count of uses. Only keys of the files are in it.
  private final Map<Key, Long> lastUse = new HashMap<>();

  private long uses;

  /// @param home the key that holds the conversation's prompt cache; empty for a new conversation
  /// @return the places of all keys, from 1
  public synchronized List<Integer> places(Provider member, Optional<Integer> home) {
    if (member.destination().credentials().size() == 1) {
      return ONE;
    }
    var places = IntStream.rangeClosed(1, member.destination().credentials().size()).boxed();
    if (member.keys().strategy() == Strategy.SPREAD) {
      places = places.sorted(Comparator.comparingLong(place -> lastUse.getOrDefault(Key.of(member, place), 0L)));
    }
    return places.sorted(Comparator.comparing(place -> !home.equals(Optional.of(place)))).toList();
  }

  /// Notes that a key is asked now.
  public synchronized void used(Provider member, int key) {
    lastUse.put(Key.of(member, key), ++uses);
  }
}
