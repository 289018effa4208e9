package portside.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.wire.Json;

class SchemaSampleTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
      {"properties":{"title":{"type":"string"}},"required":["title"]}                    | {"title":"said"}
      {"properties":{"title":{"type":"string","maxLength":2}}}                           | {"title":"sa"}
      {"properties":{"title":{"type":"string","minLength":6}}}                           | {"title":"said.."}
      {"properties":{"at":{"type":"string","format":"date"}}}                            | {"at":"2026-01-01"}
      {"properties":{"a":{"format":"date-time"},"b":{"format":"uri"},"c":{"format":"url"}}} | {"a":"2026-01-01T00:00:00Z","b":"https://example.com/","c":"https://example.com/"}
      {"properties":{"a":{"format":"email"},"b":{"format":"uuid"},"c":{"format":"x"}}}   | {"a":"demo@example.com","b":"00000000-0000-4000-8000-000000000000","c":"x"}
      {"properties":{"t":{"type":"string","maxLength":4}}}                               | {"t":"said"}
      {"properties":{"t":{"type":"string","maxLength":0,"minLength":4}}}                 | {"t":"...."}
      {"properties":{"n":{"type":"integer"},"m":{"type":"number","minimum":2.5}}}        | {"n":1,"m":2.5}
      {"properties":{"n":{"type":"integer","exclusiveMinimum":4,"maximum":9}}}           | {"n":5}
      {"properties":{"n":{"type":"integer","minimum":2,"exclusiveMaximum":2}}}           | {"n":1}
      {"properties":{"n":{"type":"integer","maximum":-1}}}                               | {"n":-1}
      {"properties":{"n":{"type":"integer","default":7},"b":{"type":"boolean"}}}         | {"n":7,"b":false}
      {"properties":{"e":{"enum":["x","SAID"]},"f":{"enum":[3,4]}}}                      | {"e":"SAID","f":3}
      {"properties":{"c":{"const":{"k":1}},"z":{"type":"null"}}}                         | {"c":{"k":1},"z":null}
      {"properties":{"list":{"type":"array","minItems":2,"items":{"type":"integer"}}}}   | {"list":[1,2]}
      {"properties":{"q":{"type":"array","minItems":3,"items":{"properties":{"label":{"type":"string","maxLength":4}}}}}} | {"q":[{"label":"said"},{"label":"sa 2"},{"label":"sa 3"}]}
      {"properties":{"l":{"type":"array","minItems":3,"items":{"enum":["x","SAID"]}}}}  | {"l":["SAID","x","SAID"]}
      {"properties":{"o":{"type":"object","properties":{"p":{"type":"string"}}}}}        | {"o":{"p":"said"}}
      {"properties":{"a":{"anyOf":[{"type":"boolean"},{"type":"null"}]}}}                | {"a":false}
      {"properties":{"a":{"type":["string","null"]}}}                                    | {"a":"said"}
      {"properties":{"r":{"$ref":"#/$defs/d"}},"$defs":{"d":{"type":"integer"}}}         | {"r":1}
      {}                                                                                 | {}
      """)
  void aValueFitsItsSchema(String schema, String expected) throws Json.Malformed {
    assertEquals(expected, Json.text(new SchemaSample(Json.object(schema), true, "said", (name, member) -> null).object()));
  }
}
