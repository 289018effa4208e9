package portside.demo;

import java.util.Locale;
import java.util.regex.Pattern;

/// What a prompt tells the demo about itself, written `demo: fail 429`, and the rest of the prompt without it. Only what was written last commands:
/// a prompt that failed stays in the conversation, and must not fail the next ones too.
///
/// @param behaviour how the answer fails or not
/// @param times how many tries in a row are treated so before one goes well
/// @param rest of the prompt
record DemoDirective(Behaviour behaviour, int times, String rest) {
  private static final Pattern WRITTEN =
      Pattern.compile("(?i)\\bdemo:\\s*(?:fail\\s+(?<fault>[45]\\d\\d|overflow)|(?<manner>hang|stall|cut|slow)\\b)"
          + "(?:\\s*,?\\s*(?<times>\\d{1,3})\\s*(?:x\\b|times\\b))?[\\s.,;:]*");

  /// How an answer goes.
  sealed interface Behaviour {
    /// The answer comes as it should.
    record Good() implements Behaviour {}

    /// The answer comes ten times as slowly.
    record Slow() implements Behaviour {}

    /// An error comes instead of an answer.
    record Fail(int status) implements Behaviour {}

    /// The error for a prompt that does not fit comes instead.
    record Overflow() implements Behaviour {}

    /// Nothing comes until the client leaves.
    record Hang() implements Behaviour {}

    /// A few words come, then nothing until the client leaves.
    record Stall() implements Behaviour {}

    /// A few words come, then the connection breaks.
    record Cut() implements Behaviour {}
  }

  static DemoDirective in(Prompt prompt) {
    var rest = WRITTEN.matcher(prompt.instruction()).replaceAll(" ").strip();
    var found = WRITTEN.matcher(prompt.newest());
    if (!found.find()) {
      return new DemoDirective(new Behaviour.Good(), 0, rest);
    }
    var times = found.group("times") == null ? 1 : Integer.parseInt(found.group("times"));
    return new DemoDirective(behaviour(found.group("fault"), found.group("manner")), times, rest);
  }

  private static Behaviour behaviour(String fault, String manner) {
    if (fault != null) {
      return fault.equalsIgnoreCase("overflow") ? new Behaviour.Overflow() : new Behaviour.Fail(Integer.parseInt(fault));
    }
    return switch (manner.toLowerCase(Locale.ROOT)) {
      case "hang" -> new Behaviour.Hang();
      case "stall" -> new Behaviour.Stall();
      case "cut" -> new Behaviour.Cut();
      default -> new Behaviour.Slow();
    };
  }
}
