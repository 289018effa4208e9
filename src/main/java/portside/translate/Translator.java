package portside.translate;

import java.util.function.Function;
import portside.translate.fault.Refused;

/// Speaks one upstream language for one client request; made new for each try, so it may keep state. Pure: no I/O, no clock, no randomness.
///
/// There is one implementation per upstream wire. The order of calls: [#request()] once; then either [#refused] for a status outside
/// 2xx, or [#answer()] once, fed with what the provider sends.
public interface Translator {
  /// The translated request.
  UpstreamRequest request();

  /// The machine that turns the provider's answer into Anthropic events.
  AnswerStream answer();

  /// What becomes of an answer with a status outside 2xx.
  ///
  /// @param status the provider's HTTP status
  /// @param headers looks up a header of the answer by lower-case name; null when absent
  /// @param body the body as received, decompressed
  Refused refused(int status, Function<String, String> headers, byte[] body);
}
