package portside.exchange;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import portside.translate.reasoning.SignatureEnvelope;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.MessagesRequest.InputMessage;
import portside.wire.anthropic.MessagesRequest.Role;

/// Remembers for a while which thinking blocks came with a tool call: the second chance of conversations whose client does not bring them back.
/// The first is the client, which needs no memory here; a restart forgets everything. A block that is put back is the one the client was sent, so
/// the provider reads the same bytes whichever way it came.
///
/// Bounded by number, by characters and by time; what was needed last stays longest.
final class ThoughtMemory {
  private static final int ENTRIES = 2_048;
  private static final long CHARACTERS = 4_000_000;
  /// The most characters that are kept of one answer.
  static final long LARGEST = CHARACTERS / 4;

  private static final Duration KEPT = Duration.ofHours(3);

  /// @param blocks of one answer, in order
  /// @param size in characters
  private record Entry(List<ContentBlock.Thinking> blocks, long size, Instant until) {}

  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  /// By the client's id of the call, least lately used first.
  private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long size;

  /// @param clock for forgetting
  ThoughtMemory(Clock clock) {
    this.clock = clock;
  }

  /// Keeps the thinking blocks of an answer for each of its calls. Providers that number their calls in each answer give the same ids again;
  /// nobody can say then whose thinking is meant, so those ids stand for none.
  void keep(Set<String> callIds, List<ContentBlock.Thinking> blocks) {
    long characters = blocks.stream().mapToLong(block -> block.thinking().length() + block.signature().length()).sum();
    if (characters > LARGEST) {
      return;
    }
    var entry = new Entry(List.copyOf(blocks), characters, clock.instant().plus(KEPT));
    lock.lock();
    try {
      callIds.forEach(id -> put(id, isOfAnother(id, entry) ? new Entry(List.of(), 0, entry.until) : entry));
      while (entries.size() > ENTRIES || size > CHARACTERS) {
        forget(entries.firstEntry().getKey());
      }
    } finally {
      lock.unlock();
    }
  }

  /// The request with the thinking blocks its client has left out. What it brought back is not touched.
  MessagesRequest completed(MessagesRequest request) {
    var messages = new ArrayList<InputMessage>(request.messages().size());
    var said = new HashSet<ContentBlock>();
    for (var message : request.messages()) {
      if (message.role() == Role.ASSISTANT) {
        said.addAll(message.content());
        messages.add(completed(message, said));
      } else {
        said.clear();
        messages.add(message);
      }
    }
    return messages.equals(request.messages()) ? request : request.withMessages(messages);
  }

  /// @param said by the assistant since the user spoke
  private InputMessage completed(InputMessage message, Set<ContentBlock> said) {
    for (var block : message.content()) {
      var remembered = block instanceof ContentBlock.ToolUse use ? recall(use.id()) : List.<ContentBlock.Thinking>of();
      if (!said.containsAll(remembered)) {
        said.addAll(remembered);
        var content = new ArrayList<ContentBlock>(remembered);
        message.content().stream().filter(other -> !isOurs(other)).forEach(content::add);
        return new InputMessage(message.role(), content);
      }
    }
    return message;
  }

  private List<ContentBlock.Thinking> recall(String callId) {
    lock.lock();
    try {
      var entry = entries.get(callId);
      if (entry == null || !clock.instant().isBefore(entry.until)) {
        return List.of();
      }
      put(callId, new Entry(entry.blocks, entry.size, clock.instant().plus(KEPT)));
      return entry.blocks;
    } finally {
      lock.unlock();
    }
  }

  private boolean isOfAnother(String callId, Entry entry) {
    var known = entries.get(callId);
    return known != null && !known.blocks.equals(entry.blocks) && clock.instant().isBefore(known.until);
  }

  private void put(String callId, Entry entry) {
    forget(callId);
    entries.put(callId, entry);
    size += entry.size;
  }

  private void forget(String callId) {
    var entry = entries.remove(callId);
    size -= entry == null ? 0 : entry.size;
  }

  private static boolean isOurs(ContentBlock block) {
    return block instanceof ContentBlock.Thinking(_, var signature) && SignatureEnvelope.isOurs(signature);
  }
}
