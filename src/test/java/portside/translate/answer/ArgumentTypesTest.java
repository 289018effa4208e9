package portside.translate.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.wire.Json;

/// Arguments take the types of the schema, and only where they have others.
class ArgumentTypesTest {
  private static final String SCHEMA =
      """
      {'type':'object','$defs':{'leaf':{'type':'object','properties':{'n':{'type':'integer'}}},'loop':{'anyOf':[{'$ref':'#/$defs/loop'},{'$ref':'#/$defs/loop'}]}},
      'properties':{'s':{'type':'string'},'i':{'type':'integer'},'n':{'type':'number'},'b':{'type':'boolean'},'o':{'type':'object'},
      'a':{'type':'array','items':{'type':'string'}},'any':{},'plain':{'type':'array'},'loop':{'$ref':'#/$defs/loop'},
      'maybe':{'anyOf':[{'type':'integer'},{'type':'null'}]},'either':{'type':['string','number']},'listed':{'type':['integer','null']},
      'leaf':{'$ref':'#/$defs/leaf'},'leaves':{'type':'array','items':{'$ref':'#/$defs/leaf'}},
      'map':{'type':'object','additionalProperties':{'type':'boolean'}}}}
      """;

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "{'i':'5'}                        | {'i':5}",
    "{'i':'-90'}                      | {'i':-90}",
    "{'n':' -1.50e3 ', 's':'x'}       | {'n':-1.50e3,'s':'x'}",
    "{'n':'123456789012345678901.10'} | {'n':123456789012345678901.10}",
    "{'b':'True','s':'true'}          | {'b':true,'s':'true'}",
    "{'o':'{}','a':'[1, 2]'}          | {'o':{},'a':['1','2']}",
    "{'s':{'x': [1.0]}}               | {'s':'{~'x~': [1.0]}'}",
    "{'s':5.10,'a':['x',true]}        | {'s':'5.10','a':['x','true']}",
    "{'maybe':'7'}                    | {'maybe':7}",
    "{'maybe':'null'}                 | {'maybe':null}",
    "{'listed':'7'}                   | {'listed':7}",
    "{'listed':'null'}                | {'listed':null}",
    "{'leaf':'{~'n~':~'3~'}'}         | {'leaf':{'n':3}}",
    "{'leaves':[{'n':'1'},{'n':2}]}   | {'leaves':[{'n':1},{'n':2}]}",
    "{'leaves':'[{~'n~':~'1~'}]'}     | {'leaves':[{'n':1}]}",
    "{'map':{'x':'false'}}            | {'map':{'x':false}}",
  })
  void fits(String arguments, String expected) throws Json.Malformed {
    assertEquals(json(expected), types().fit("t", json(arguments)));
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "{ 's' : '5' , 'i' : 5.0 , 'n' : 1E+2 }",
    "{'s':'{}','either':'5','any':'5','i':'5.5','b':'yes'}",
    "{'i':null,'s':null,'o':[],'a':{},'b':1}",
    "{'unknown':'5','loop':'5'}",
    "{'o':'{','a':'[1,]','n':'0x10','i':''}",
    "{'i':'1e3','plain':[1,'2']}",
    "[1]",
    "{'i':'5'",
  })
  void leavesAlone(String arguments) throws Json.Malformed {
    assertEquals(json(arguments), types().fit("t", json(arguments)));
    assertSame(arguments, types().fit("another", arguments));
  }

  /// Schemas may refer to themselves without end.
  @Test
  void sixReferencesAreFollowed() throws Json.Malformed {
    for (int references = 5; references < 8; references++) {
      var chain = new StringBuilder();
      for (int i = 1; i < references; i++) {
        chain.append("'r%d':{'$ref':'#/$defs/r%d'},".formatted(i, i + 1));
      }
      var schema = "{'$defs':{" + chain + "'r" + references + "':{'type':'integer'}},'type':'object','properties':{'i':{'$ref':'#/$defs/r1'}}}";
      var types = new ArgumentTypes(Map.of("t", Json.object(json(schema))));
      assertEquals(json(references < 7 ? "{'i':5}" : "{'i':'5'}"), types.fit("t", json("{'i':'5'}")));
    }
  }

  private static ArgumentTypes types() throws Json.Malformed {
    return new ArgumentTypes(Map.of("t", Json.object(json(SCHEMA))));
  }

  private static String json(String quoted) {
    return quoted.strip().replace("~'", "\\\"").replace('\'', '"');
  }
}
