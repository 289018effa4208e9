package portside.translate;

import java.util.Map;
import java.util.function.Function;
import portside.translate.fault.Refused;
import portside.wire.anthropic.MessagesRequest;

/// Speaks one upstream language for one client request; made new for each try, so it may keep state. Pure: no I/O, no clock, no randomness.
///
/// There is one implementation per upstream wire. The order of calls: [#request()] once; then either [#refused] for a status outside
/// 2xx, or [#answer()] once, fed with what the provider sends.
public interface Translator {
  /// What to send.
  ///
  /// @param path appended to the provider's base URL, such as `/chat/completions`
  /// @param headers of this request alone
  /// @param body UTF-8 JSON
  /// @param stream whether events are asked for
  record Call(String path, Map<String, String> headers, byte[] body, boolean stream) {}

  /// The translated request.
  Call request();

  /// The machine that turns the provider's answer into Anthropic events.
  AnswerStream answer();

  /// What becomes of an answer with a status outside 2xx.
  ///
  /// @param status the provider's HTTP status
  /// @param headers looks up a header of the answer by lower-case name; null when absent
  /// @param body the body as received, decompressed
  Refused refused(int status, Function<String, String> headers, byte[] body);
}
