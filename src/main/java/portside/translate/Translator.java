package portside.translate;

import portside.wire.Fault;
import portside.wire.anthropic.MessagesRequest;

/// Speaks one upstream language for one client request; made new for each try, so it may keep state. Pure: no I/O, no clock, no randomness.
///
/// There is one implementation per upstream wire. The order of calls: [#request()] once; then either [#fault] for a status outside
/// 2xx, or [#answer()] once, fed with what the provider sends.
public interface Translator {
  /// What to send.
  ///
  /// @param path appended to the provider's base URL, such as `/chat/completions`
  /// @param body UTF-8 JSON
  record Call(String path, byte[] body) {}

  /// The translated request.
  Call request();

  /// The machine that turns the provider's answer into Anthropic events.
  AnswerStream answer();

  /// What the client is told of an answer with a status outside 2xx.
  ///
  /// @param status the provider's HTTP status
  /// @param headers looks up a header of the answer by lower-case name; null when absent
  /// @param body the body as received, decompressed
  Fault fault(int status, java.util.function.Function<String, String> headers, byte[] body);
}
