package portside.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What can be put behind a base URL, and what cannot.
class NativePathTest {
  @ParameterizedTest
  @CsvSource({
    "/api/openai/chat/completions, '', /chat/completions",
    "/api/openai/v1/models/gpt-5.5:latest, '', /v1/models/gpt-5.5:latest",
    "/api/openai/models/a%20b%3Ac, '', /models/a%20b%3Ac",
    "/api/openai/files, limit=20&after=file_1/2%2F..%3b, /files?limit=20&after=file_1/2%2F..%3b",
    "/api/openai/..., a?b, /...?a?b",
    "/api/openai/.well-known/x..y, '', /.well-known/x..y",
  })
  void passes(String path, String query, String below) {
    assertEquals(Optional.of(below), NativePath.below("/api/openai", path, query));
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "/api/openai", "/api/openai/", "/api/openaix/models", "/api/anthropic/models", "/api/openai/..", "/api/openai/../admin", "/api/openai/v1/../../admin",
    "/api/openai/./models", "/api/openai/v1/.", "/api/openai//evil.example/x", "/api/openai/v1//models", "/api/openai/models/", "/api/openai/%2e%2e/admin",
    "/api/openai/%2E./admin", "/api/openai/.%2e/admin", "/api/openai/a%2fb", "/api/openai/a%2Fb", "/api/openai/a%5cb", "/api/openai/a\\b", "/api/openai/%252e%252e/x",
    "/api/openai/..;/admin", "/api/openai/a;b", "/api/openai/a%3bb", "/api/openai/%00", "/api/openai/a%0d%0aHost:%20evil", "/api/openai/%7f", "/api/openai/a b",
    "/api/openai/%", "/api/openai/%2", "/api/openai/%zz", "/api/openai/é", "/api/openai/a#b", "/api/openai/http://evil.example/", "http://evil.example/api/openai/x",
    "//api/openai/models", "/%61pi/openai/models", "/api/openai%2fmodels",
  })
  void isRefused(String path) {
    assertEquals(Optional.empty(), NativePath.below("/api/openai", path, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a#b", "a b", "a\\b", "%", "%2", "a\"b", "a<b", "a|b", "é"})
  void aQueryThatIsNoneIsRefused(String query) {
    assertEquals(Optional.empty(), NativePath.below("/api/openai", "/api/openai/models", query));
  }
}
