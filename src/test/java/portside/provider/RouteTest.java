package portside.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which names of models a route is for.
class RouteTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "glm-5.2 | glm-5.2 | true",
    "glm-5.2 | GLM-5.2 | true",
    "GLM-5.2 | glm-5.2 | true",
    "glm-5.2 | glm-5x2 | false",
    "glm-5.2 | glm-5.2-air | false",
    "glm-5.2 | ' glm-5.2 ' | true",
    "glm-* | glm- | true",
    "glm-* | glm-5.2 | true",
    "glm-* | my-glm-5.2 | false",
    "*/glm-*:free | z-ai/glm-5:free | true",
    "* | anything | true",
    "/^glm-\\d+$/ | glm-5 | true",
    "/^glm-\\d+$/ | GLM-5 | true",
    "/^glm-\\d+$/ | glm-5.2 | false",
    "/m-5/ | glm-5.2 | true",
    "/ | / | true",
    "// | // | true",
    "claude-opus-5-5 | claude-opus-5-5[1m] | true",
    "*[1m] | claude-opus-5-5[1m] | true",
    "*[1m] | claude-opus-5-5 | false",
    "claude-opus-5-5[1m] | claude-opus-5-5 | false",
    "/5$/ | claude-opus-5-5[1m] | true",
  })
  void matches(String pattern, String name, boolean expected) {
    assertEquals(expected, route(pattern).matches(name));
  }

  @ParameterizedTest
  @CsvSource({"glm-5.2, true", "glm-*, false", "/glm/, false", "//, true", "/, true"})
  void exact(String pattern, boolean expected) {
    assertEquals(expected, route(pattern).exact());
  }

  @ParameterizedTest
  @CsvSource({"*, 256, true", "*, 257, false", "/a/, 256, true", "/a/, 257, false"})
  void noLongerNameIsLookedAt(String pattern, int length, boolean expected) {
    assertEquals(expected, route(pattern).matches("a".repeat(length)));
  }

  /// It would look 2²⁵⁵ times.
  @Test
  void anExpressionThatTriesEverythingMatchesNothing() {
    assertEquals(false, route("/^(a|a)+$/").matches("a".repeat(255) + "b"));
    assertEquals(true, route("/^(a|a)+b$/").matches("a".repeat(255) + "b"));
  }

  @Test
  void whatIsWrongWithAnExpressionIsSaid() {
    assertEquals(Optional.of("unclosed group"), route("/(a/").fault());
    assertEquals(Optional.empty(), route("(a").fault());
    assertEquals(Optional.empty(), route("/(a)/").fault());
  }

  private static Chain.Route route(String pattern) {
    return new Chain.Route(pattern, List.of());
  }
}
