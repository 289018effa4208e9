package portside.translate.responses;

import portside.translate.answer.FinishReasons;
import portside.wire.FaultKind;
import portside.wire.responses.Response;

/// Tells why a response ended, from its status and what makes it incomplete.
final class ResponseEnding {
  private ResponseEnding() {}

  /// What the end means for the message.
  static FinishReasons.Meaning meaning(Response response) {
    return switch (response.status()) {
      case "completed" -> FinishReasons.meaning("");
      case "incomplete" -> {
        var reason = FinishReasons.meaning(response.incomplete().isEmpty() ? "max_output_tokens" : response.incomplete());
        yield reason instanceof FinishReasons.Meaning.Natural ? new FinishReasons.Meaning.Broken(FaultKind.API) : reason;
      }
      default -> new FinishReasons.Meaning.Broken(FaultKind.API);
    };
  }

  /// The provider's own word for it.
  static String reason(Response response) {
    return response.incomplete().isEmpty() ? response.status() : response.incomplete();
  }
}
