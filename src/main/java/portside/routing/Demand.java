package portside.routing;

import java.util.Optional;
import portside.wire.Fault;
import portside.wire.FaultKind;

/// What routing asks about a request; it knows nothing else of it. Most questions are asked only where several can answer.
public interface Demand {
  /// The model as the client names it.
  String model();

  /// Whether events are asked for.
  boolean stream();

  /// A name for the conversation it belongs to; empty for none.
  String conversation();

  /// Whom the client chose; empty when it leaves that to the chain.
  Optional<Choice> choice();

  /// Whether there are pictures in it.
  boolean pictures();

  /// Whether the candidate can do what the request insists on, such as a search of the web.
  boolean possibleFor(Candidate candidate);

  /// The fewest tokens its prompt can come to, as the candidate counts.
  long atLeast(Candidate candidate);

  /// What the client is told when the prompt fits into nobody's window.
  ///
  /// @param largest of those who were to answer
  /// @param window of that one, in tokens
  Fault tooLong(Candidate largest, long window);

  /// A request of which nothing is known but the model.
  static Demand of(String model) {
    return new Demand() {
      @Override
      public String model() {
        return model;
      }

      @Override
      public boolean stream() {
        return false;
      }

      @Override
      public String conversation() {
        return "";
      }

      @Override
      public Optional<Choice> choice() {
        return Optional.empty();
      }

      @Override
      public boolean pictures() {
        return false;
      }

      @Override
      public boolean possibleFor(Candidate candidate) {
        return true;
      }

      @Override
      public long atLeast(Candidate candidate) {
        return 0;
      }

      @Override
      public Fault tooLong(Candidate largest, long window) {
        return Fault.of(FaultKind.CONTEXT_OVERFLOW, "prompt is too long");
      }
    };
  }
}
