package portside.translate.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.dialect.Dialect;
import portside.wire.Fault;

/// How long a provider wants to be left alone, in whatever form it says so.
class RetryAfterTest {
  private static Fault fault(int status, String body, Map<String, String> headers) {
    var translation = new ErrorToFault("acme", "some-model", Dialect.STANDARD, 5000, 1000, text -> text, Instant.parse("2026-11-21T10:00:00Z"));
    return translation.of(status, headers::get, body.getBytes(StandardCharsets.UTF_8));
  }

  private static Fault fault(int status, String body) {
    return fault(status, body, Map.of());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      retry-after=20                                                           | a                            | 20
      retry-after=Sat, 21 Nov 2026 10:01:30 GMT                                | a                            | 90
      retry-after=soon                                                         | try again in 5s              |
      retry-after-ms=1500;retry-after=20                                       | a                            | 2
      x-ratelimit-reset-requests=7m12s;x-ratelimit-reset-tokens=11.01s;x-ratelimit-remaining-requests=9;x-ratelimit-remaining-tokens=0 | a | 12
      x-ratelimit-reset-requests=7m12s;x-ratelimit-reset-tokens=120ms          | a                            | 1
      x-ratelimit-reset=1795255220000                                          | a                            | 20
      x-ratelimit-reset=1795255220                                             | a                            | 20
      x-ratelimit-reset=1000000000                                             | a                            |
      x-ratelimit-reset=1795255200                                             | a                            |
      x-ratelimit-reset=3024000                                                | a                            | 3024000
      x-ratelimit-reset=31535999                                               | a                            |
      x-ratelimit-reset=31536000                                               | a                            |
      x-ratelimit-reset-requests=0;x-ratelimit-reset-tokens=5s                 | a                            | 0
      x-ratelimit-reset-requests=0;x-ratelimit-reset=9                         | a                            | 0
      x-ratelimit-reset-requests=3s;x-ratelimit-remaining-requests=0;x-ratelimit-reset-tokens=8s;x-ratelimit-remaining-tokens=0 | a | 8
      retry-after=0                                                            | a                            | 0
      retry-after-ms=0;retry-after=20                                          | a                            | 0
      retry-after-ms=soon;retry-after=20                                       | a                            | 20
      retry-after=-5                                                           | a                            |
      retry-after=Sat, 21 Nov 2026 09:00:00 GMT                                | a                            |
      retry-after=3024000                                                      | a                            | 3024000
      retry-after=3024001                                                      | a                            |
      a=b                                                                      | Please try again in 12.3s.   | 13
      a=b                                                                      | Please try again in 1m2.5s.  | 63
      a=b                                                                      | Please retry in 34.074824s.  | 35
      a=b                                                                      | retry after 20 seconds       | 20
      a=b                                                                      | try again in 500ms           | 1
      a=b                                                                      | try again later              |
      a=b                                                                      | Try again in 2 minutes       | 120
      a=b                                                                      | Retry in 1 minute.           | 60
      a=b                                                                      | try again in 1 hour, 5 min   | 3900
      a=b                                                                      | Please wait 15 seconds       | 15
      a=b                                                                      | please wait, limit resets in 45s | 45
      a=b                                                                      | retry-after: 12              | 12
      a=b                                                                      | try again in 1500 milliseconds | 2
      """)
  void theWaitingTimeIsTheProviders(String headers, String words, Long seconds) {
    var map = new HashMap<String, String>();
    for (var header : headers.split(";")) {
      map.put(header.substring(0, header.indexOf('=')), header.substring(header.indexOf('=') + 1));
    }
    var expected = seconds == null ? OptionalLong.empty() : OptionalLong.of(seconds);
    assertEquals(expected, fault(429, "{\"error\":{\"message\":\"" + words + "\"}}", map).retryAfterSeconds());
  }

  @Test
  void theWaitingTimeMayBeAMember() {
    assertEquals(OptionalLong.of(7), fault(429, "{\"error\":{\"message\":\"slow\",\"retry_after\":6.5}}").retryAfterSeconds());
    assertEquals(OptionalLong.of(60), fault(429, "{\"error\":{\"message\":\"slow\",\"retryAfter\":\"1m\"}}").retryAfterSeconds());
    assertEquals(OptionalLong.of(0), fault(429, "{\"error\":{\"message\":\"try again in 9s\",\"retry_after\":0}}").retryAfterSeconds());
    assertEquals(OptionalLong.empty(), fault(429, "{\"error\":{\"message\":\"slow\",\"retry_after\":\"soon\"}}").retryAfterSeconds());
  }

  @Test
  void geminisRetryDelayIsAWaitingTime() {
    var body = "[{\"error\":{\"code\":429,\"message\":\"no\",\"details\":[{\"@type\":\"QuotaFailure\"},{\"retryDelay\":\"34.2s\"}]}}]";
    assertEquals(OptionalLong.of(35), fault(429, body).retryAfterSeconds());
    assertEquals(OptionalLong.of(0), fault(429, body.replace("34.2s", "0s")).retryAfterSeconds());
  }

  @Test
  void theStateOfRateLimitsIsAWaitingTimeOfThreeErrorsOnly() {
    for (int status : new int[] {429, 503, 529}) {
      assertEquals(OptionalLong.of(6), fault(status, "{}", Map.of("x-ratelimit-reset-tokens", "6s")).retryAfterSeconds());
    }
    for (int status : new int[] {400, 500}) {
      assertEquals(OptionalLong.empty(), fault(status, "{}", Map.of("x-ratelimit-reset-tokens", "6s")).retryAfterSeconds());
    }
  }
}
