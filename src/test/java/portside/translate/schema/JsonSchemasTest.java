package portside.translate.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.dialect.Dialect.Schemas;
import portside.wire.Json;
import portside.wire.JsonBuffer;

/// What becomes of one schema, profile by profile. `P(…)` stands for an object whose one property `p` has that schema.
class JsonSchemasTest {
  private static final String NAMED =
      """
      {'type':'object','properties':{'$ref':{'type':'string'},'format':{'type':'string'},'anyOf':{'type':'string'},'items':{'type':'string'},
      'const':{'type':'string'},'$defs':{'type':'string'},'required':{'type':'string'},'nullable':{'type':'string'}},'required':['format','anyOf']}
      """;

  /// Most schemas are fit as they are; those are not built anew with each request.
  @Test
  void whatFitsIsNotCopied() throws Exception {
    var plain = schema("{'type':'object','properties':{'a':{'type':'array','items':{'anyOf':[{'type':'string'},{'type':'integer'}]}},'b':{'type':'string'}},'required':['a']}");
    for (var profile : List.of(Schemas.NONE, Schemas.INLINE_REFS, Schemas.MOONSHOT, Schemas.LLAMACPP)) {
      assertSame(plain, JsonSchemas.ofAnswer(plain, profile), profile.name());
    }
    assertSame(plain, JsonSchemas.ofTool(plain, Schemas.NONE, List.of("pattern")));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      {'$ref':'#/$defs/A','$defs':{'A':{'type':'string'}}}            | {'type':'string'}
      {'$ref':'#/definitions/A~1b~0','definitions':{'A/b~':{'type':'string'}}} | {'type':'string'}
      {'anyOf':[{'type':'string'},{'$ref':'#/anyOf/0'}]}               | {'anyOf':[{'type':'string'},{'type':'string'}]}
      P({'$ref':'#/$defs/A','description':'mine'}),'$defs':{'A':{'type':'string','description':'its','pattern':'a'}} | P({'type':'string','description':'mine','pattern':'a'})
      P({'$ref':'#/$defs/A'}),'$defs':{'A':{'$ref':'#/$defs/B'},'B':{'enum':['x']}} | P({'enum':['x']})
      P({'$ref':'#/$defs/Node'}),'$defs':{'Node':{'type':'object','properties':{'next':{'$ref':'#/$defs/Node'}}}} | P({'type':'object','properties':{'next':{'type':'object','description':'see Node'}}})
      P({'$ref':'#/$defs/L'}),'$defs':{'L':{'type':'array','items':{'$ref':'#/$defs/L'}}} | P({'type':'array','items':{'type':'array','description':'see L'}})
      P({'$ref':'#'})                                                  | P({'type':'object','description':'see the whole'})
      P({'$ref':'#/$defs/Gone'})                                       | P({'type':'object','description':'see Gone'})
      {'anyOf':[{'type':'string'},{'$ref':'#/anyOf/2'}]}               | {'anyOf':[{'type':'string'},{'type':'object','description':'see 2'}]}
      P({'$ref':'https://example.com/schema.json'})                    | P({'type':'object','description':'see schema.json'})
      P({'default':{'$ref':'#/x'}})                                    | P({'default':{'$ref':'#/x'}})
      """)
  void inlinesReferences(String schema, String expected) throws Exception {
    assertEquals(expanded(expected), quoted(JsonSchemas.ofAnswer(schema(schema), Schemas.INLINE_REFS)));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      {}                                              | {'type':'string'}
      true                                            | {'type':'string'}
      {'description':'any'}                           | {'type':'string','description':'any'}
      {'enum':['a','b']}                              | {'type':'string','enum':['a','b']}
      {'enum':[1,2]}                                  | {'type':'integer','enum':[1,2]}
      {'enum':[1,2.5]}                                | {'type':'number','enum':[1,2.5]}
      {'const':true}                                  | {'type':'boolean','const':true}
      {'enum':['a',null,'b']}                         | {'anyOf':[{'type':'string','enum':['a','b']},{'type':'null','enum':[null]}]}
      {'properties':{'x':{}}}                         | {'type':'object','properties':{'x':{'type':'string'}}}
      {'items':{'enum':['a']}}                        | {'type':'array','items':{'type':'string','enum':['a']}}
      {'minimum':1}                                   | {'type':'number','minimum':1}
      {'pattern':'^a'}                                | {'type':'string','pattern':'^a'}
      {'type':'object','enum':['a'],'properties':{},'title':'T'} | {'type':'string','enum':['a'],'title':'T'}
      {'type':'number','enum':[1]}                    | {'type':'number','enum':[1]}
      {'type':['string','null'],'enum':['a',null]}    | {'type':['string','null'],'enum':['a',null]}
      {'anyOf':[{'type':'string'},{'minLength':1}]}   | {'anyOf':[{'type':'string'},{'type':'string','minLength':1}]}
      {'type':'integer','anyOf':[{'minimum':1},{'type':'number'}],'title':'T'} | {'anyOf':[{'type':'integer','minimum':1},{'type':'number'}],'title':'T'}
      {'type':'array','items':[{'const':1},{}],'additionalItems':{'const':2}} | {'type':'array','prefixItems':[{'type':'integer','const':1},{'type':'string'}],'items':{'type':'integer','const':2}}
      {'oneOf':[{'const':'a'}]}                       | {'oneOf':[{'type':'string','const':'a'}]}
      """)
  void moonshotWantsTypes(String property, String expected) throws Exception {
    assertEquals(expanded("P(" + expected + ")"), quoted(JsonSchemas.ofTool(schema("P(" + property + ")"), Schemas.MOONSHOT)));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      {}                                              | {'type':'string'}
      true                                            | {'type':'string'}
      {'type':'string','title':'T','$comment':'c','x-y':1,'deprecated':true} | {'type':'string'}
      {'const':'a'}                                   | {'type':'string','enum':['a']}
      {'type':'string','enum':['a','a','b']}          | {'type':'string','enum':['a','b']}
      {'enum':['','b']}                               | {'type':'string','description':'(one of [\\'\\',\\'b\\'])'}
      {'type':'integer','enum':[1,2],'description':'How many'} | {'type':'integer','description':'How many (one of [1,2])'}
      {'enum':['a',null]}                             | {'type':'string','nullable':true,'enum':['a']}
      {'type':['null','integer'],'minimum':0}         | {'type':'integer','nullable':true,'minimum':0}
      {'type':'any'}                                  | {'type':'string'}
      {'type':'null'}                                 | {'type':'string','nullable':true}
      {'type':'string','format':'uri','minLength':1,'pattern':'^h','default':'http:'} | {'type':'string','description':'(format: uri; minLength: 1; pattern: ^h; default: http:)'}
      {'type':'integer','exclusiveMinimum':0,'maximum':9007199254740991} | {'type':'integer','description':'(exclusiveMinimum: 0)','maximum':9007199254740991}
      {'type':'object','additionalProperties':{'type':'string'},'propertyNames':{'pattern':'a'}} | {'type':'object'}
      {'type':'object','properties':{'a':{'type':'string','format':'x'}},'required':['a','gone','a'],'additionalProperties':false} | {'type':'object','properties':{'a':{'type':'string','description':'(format: x)'}},'required':['a']}
      {'type':'object','properties':{'a':{'type':['string','null']},'b':{'type':'string'}},'required':['a','b']} | {'type':'object','properties':{'a':{'type':'string','nullable':true},'b':{'type':'string'}},'required':['b']}
      {'properties':{'a':{'nullable':true},'b':{'type':'null'},'c':{'enum':['x',null]},'d':{'anyOf':[{'type':'string'},{'type':'null'}]},'e':{'oneOf':[{'type':'string'},{'const':null}]},'f':{'anyOf':[{'enum':[null]}]},'g':{'nullable':false,'enum':[],'anyOf':[{'enum':[]}]},'h':true},'required':['a','b','c','d','e','f','g','h']} | {'type':'object','properties':{'a':{'type':'string','nullable':true},'b':{'type':'string','nullable':true},'c':{'type':'string','nullable':true,'enum':['x']},'d':{'type':'string','nullable':true},'e':{'type':'string','nullable':true},'f':{'type':'string','nullable':true},'g':{'type':'string'},'h':{'type':'string'}},'required':['g','h']}
      {'type':'array'}                                | {'type':'array','items':{'type':'string'}}
      {'type':'array','items':[{'type':'number'},{'type':'number'}],'minItems':2} | {'type':'array','description':'(minItems: 2)','items':{'type':'number'}}
      {'prefixItems':[{'const':'a'},{'type':'number'}]} | {'type':'array','items':{'anyOf':[{'type':'string','enum':['a']},{'type':'number'}]}}
      {'anyOf':[{'type':'string'},{'type':'null'}],'description':'D'} | {'type':'string','description':'D','nullable':true}
      {'oneOf':[{'type':'string'},{'type':'number','multipleOf':2}],'description':'D'} | {'anyOf':[{'type':'string','description':'D'},{'type':'number','description':'D (multipleOf: 2)'}]}
      {'anyOf':[{'type':'string','title':'A'},{'type':'string'}]} | {'type':'string'}
      {'type':'object','properties':{'a':{'type':'string'}},'anyOf':[{'required':['a']},{'properties':{'b':{'type':'number'}},'required':['b']}]} | {'type':'object','properties':{'a':{'type':'string'},'b':{'type':'number'}}}
      {'allOf':[{'properties':{'a':{}},'required':['a']},{'properties':{'b':{}},'description':'B'}]} | {'type':'object','description':'B','properties':{'a':{'type':'string'},'b':{'type':'string'}},'required':['a']}
      {'type':'object','properties':{'a':{}},'if':{'properties':{'a':{'const':1}}},'then':{'properties':{'b':{}},'required':['b']},'else':{'properties':{'c':{}}}} | {'type':'object','properties':{'a':{'type':'string'},'b':{'type':'string'},'c':{'type':'string'}}}
      """)
  void geminiKnowsFewWords(String property, String expected) throws Exception {
    assertEquals(expanded("P(" + expected + ")"), quoted(JsonSchemas.ofTool(schema("P(" + property + ")"), Schemas.GEMINI)));
  }

  @Test
  void openObjectsMayHoldMoreThanIsSaid() throws Exception {
    var schema = schema("{'type':'object','properties':{'a':{'type':'boolean','default':false,'additionalProperties':true},"
        + "'additionalProperties':{'type':'object','properties':{},'additionalProperties':false}},'additionalProperties':false}");
    assertEquals("{'type':'object','properties':{'a':{'type':'boolean','default':false,'additionalProperties':true},"
        + "'additionalProperties':{'type':'object','properties':{}}}}", quoted(JsonSchemas.ofTool(schema, Schemas.OPEN_OBJECTS)));
  }

  @Test
  void namesOfPropertiesAreNoKeywords() throws Exception {
    var schema = schema(NAMED);
    assertSame(schema, JsonSchemas.ofTool(schema, Schemas.NONE));
    assertSame(schema, JsonSchemas.ofTool(schema, Schemas.INLINE_REFS));
    assertSame(schema, JsonSchemas.ofTool(schema, Schemas.MOONSHOT));
    assertEquals(quoted(schema), quoted(JsonSchemas.ofTool(schema, Schemas.GEMINI)));
  }

  @Test
  void theRootOfAToolIsAnObject() throws Exception {
    var referred = schema("{'$ref':'#/definitions/Args','definitions':{'Args':{'type':'object','properties':{'a':{'type':'string'}}}}}");
    assertEquals("{'type':'object','properties':{'a':{'type':'string'}}}", quoted(JsonSchemas.ofTool(referred, Schemas.MOONSHOT)));
    var choice = schema("{'oneOf':[{'properties':{'a':{'type':'string'}}},{'properties':{'b':{'type':'string'}}}]}");
    assertEquals("{'type':'object','properties':{'a':{'type':'string'},'b':{'type':'string'}}}", quoted(JsonSchemas.ofTool(choice, Schemas.GEMINI)));
    var none = schema("{'type':'object','additionalProperties':false}");
    assertEquals("{'type':'object','additionalProperties':false,'properties':{}}", quoted(JsonSchemas.ofTool(none, Schemas.MOONSHOT)));
    assertNull(JsonSchemas.ofTool(none, Schemas.GEMINI));
  }

  @Test
  void definitionsThatDoubleEachOtherStaySmall() throws Exception {
    var definitions = new StringBuilder("'$defs':{'D0':{'type':'string'}");
    for (var i = 1; i <= 40; i++) {
      definitions.append(",'D%d':{'type':'object','properties':{'a':{'$ref':'#/$defs/D%d'},'b':{'$ref':'#/$defs/D%d'}}}".formatted(i, i - 1, i - 1));
    }
    var schema = schema("{'$ref':'#/$defs/D40'," + definitions + "}}");
    var length = JsonBuffer.text(JsonSchemas.ofTool(schema, Schemas.GEMINI)).length();
    assertTrue(length < 40_000, "grew to " + length);
  }

  @Test
  void definitionsInARowStayShallow() throws Exception {
    var definitions = new StringBuilder("'$defs':{'D0':{'type':'string'}");
    for (var i = 1; i <= 200; i++) {
      definitions.append(",'D" + i + "':" + "{'items':".repeat(100) + "{'$ref':'#/$defs/D" + (i - 1) + "'}" + "}".repeat(100));
    }
    var fit = JsonBuffer.text(JsonSchemas.ofTool(schema("P({'$ref':'#/$defs/D200'})," + definitions + "}"), Schemas.INLINE_REFS));
    assertTrue(fit.contains("see D"), fit);
    assertTrue(fit.chars().filter(brace -> brace == '{').count() < 400, fit);
  }

  @Test
  void threeHundredReferencesAreInlined() throws Exception {
    assertEquals(0, told(300, 0));
    assertEquals(1, told(301, 0));
    assertEquals(0, told(1, 98));
    assertEquals(1, told(1, 99));
  }

  /// How many references are only named, of so many side by side, each in so many arrays.
  private static int told(int references, int arrays) throws Json.Malformed {
    var one = "{'type':'array','items':".repeat(arrays) + "{'$ref':'#/$defs/A'}" + "}".repeat(arrays);
    var all = IntStream.range(0, references).mapToObj(n -> "'p" + n + "':" + one).collect(Collectors.joining(","));
    var fit = JsonSchemas.ofTool(schema("{'type':'object','properties':{" + all + "},'$defs':{'A':{'type':'string'}}}"), Schemas.INLINE_REFS);
    return quoted(fit).split("see A", -1).length - 1;
  }

  @Test
  void twoHundredCharactersOfAValueAreTold() throws Exception {
    var pattern = "{'type':'string','pattern':'%s'}";
    assertEquals("{'type':'string','description':'(pattern: " + "x".repeat(200) + ")'}", gemini(pattern.formatted("x".repeat(200))));
    assertEquals("{'type':'string','description':'(pattern: " + "x".repeat(200) + "… [1 more characters])'}", gemini(pattern.formatted("x".repeat(201))));
  }

  private static String gemini(String schema) throws Json.Malformed {
    return quoted(JsonSchemas.ofAnswer(schema(schema), Schemas.GEMINI));
  }

  private static JsonObject schema(String text) throws Json.Malformed {
    return Json.object(expanded(text).replace('\'', '"'));
  }

  /// `P(schema)` may have members of the root behind it.
  private static String expanded(String text) {
    if (!text.startsWith("P(")) {
      return text;
    }
    var end = text.lastIndexOf(')');
    return "{'type':'object','properties':{'p':" + text.substring(2, end) + "}" + text.substring(end + 1) + "}";
  }

  private static String quoted(JsonObject value) {
    return JsonBuffer.text(value).replace('"', '\'');
  }
}
