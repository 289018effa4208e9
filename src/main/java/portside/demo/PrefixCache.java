package portside.demo;

import java.util.LinkedHashSet;

/// Tells what real providers call prompt caching: how much of a prompt's beginning was in an earlier prompt. Prompts are remembered as hashes of
/// their beginnings, one for every 512 characters (128 tokens), the oldest forgotten first.
final class PrefixCache {
  private static final int STEP = 512;
  private static final int MEMORY = 65_536; // hashes: 32 million characters of prompts
  private final LinkedHashSet<Long> beginnings = new LinkedHashSet<>();

  /// The number of leading characters seen before, a multiple of 512; the prompt is remembered.
  synchronized int seen(String prompt) {
    var seen = 0;
    var hash = 0L;
    for (var end = STEP; end <= prompt.length(); end += STEP) {
      for (var i = end - STEP; i < end; i++) {
        hash = hash * 0x100000001b3L + prompt.charAt(i);
      }
      if (beginnings.remove(hash) && seen == end - STEP) {
        seen = end;
      }
      beginnings.add(hash); // youngest again
    }
    while (beginnings.size() > MEMORY) {
      beginnings.removeFirst();
    }
    return seen;
  }
}
