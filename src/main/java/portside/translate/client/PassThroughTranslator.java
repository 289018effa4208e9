package portside.translate.client;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import portside.translate.AnswerStream;
import portside.translate.Translator;
import portside.translate.UpstreamRequest;
import portside.translate.fault.ErrorToFault;
import portside.translate.fault.Refused;
import portside.wire.RawAnswer;

/// Lets a request and its answer pass, errors of the provider included, where client and provider speak the same language.
final class PassThroughTranslator implements Translator {
  private UpstreamRequest request;
  private final AnswerStream answer;
  private final ErrorToFault errors;
  private final UnaryOperator<String> mask;

  /// @param request as it is sent
  /// @param answer takes the provider's answer
  /// @param mask takes the secrets out of an error
  PassThroughTranslator(UpstreamRequest request, AnswerStream answer, ErrorToFault errors, UnaryOperator<String> mask) {
    this.request = request;
    this.answer = answer;
    this.errors = errors;
    this.mask = mask;
  }

  @Override
  public UpstreamRequest request() {
    return request;
  }

  @Override
  public AnswerStream answer() {
    request = new UpstreamRequest(request.path(), request.headers(), new byte[0], request.stream()); // a stream may be open for long, and only a refusal asks what was sent
    return answer;
  }

  @Override
  public Refused refused(int status, Function<String, String> headers, byte[] body) {
    var refused = errors.refused(status, headers, body, request.body());
    var type = headers.apply("content-type");
    var retryAfter = headers.apply("retry-after");
    var shown = mask.apply(new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    var passing = retryAfter == null ? Map.<String, String>of() : Map.of("retry-after", mask.apply(retryAfter));
    var raw = new RawAnswer(status, type == null ? "application/json" : mask.apply(type), passing, shown);
    return new Refused(refused.fault().withRaw(raw), refused.lesson());
  }
}
