package portside.translate.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.wire.Json;

/// Which schemas may be asked for strictly.
class StrictSchemaTest {
  /// `P(schema)` stands for the one property of an object that obeys otherwise; it may have members of the root behind it.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      true  | P({'type':'string'})
      true  | P({'type':['string','null'],'description':'d'})
      true  | P({'type':'string','enum':['a'],'format':'date'})
      true  | P({'anyOf':[{'type':'string'},{'type':'null'}]})
      true  | P({'$ref':'#'})
      true  | P({'type':'array','items':{'type':'string'}})
      false | P({})
      false | P({'enum':['a']})
      false | P({'$ref':'#','description':'d'})
      false | P({'type':'string','format':'uri'})
      false | P({'type':'string','minLength':1})
      false | P({'type':'string','default':'a'})
      false | P({'type':'array'})
      false | P({'type':'object'})
      false | P({'type':['object','null']})
      true  | P({'type':'string','title':'t'}),'$defs':{'d':{'type':'string'}},'definitions':{'d':{'type':'string'}}
      false | P({'type':'string'}),'$defs':{'d':{}}
      false | P({'type':'string'}),'definitions':{'d':{}}
      false | P({'anyOf':[{'type':'string'},{}]})
      false | P(true)
      false | P({'type':'string','format':7})
      false | P({'type':'array','items':{}})
      false | P({'type':['array','null']})
      false | {'type':'array','items':{'type':'string'}}
      false | {'type':['object'],'properties':{},'required':[],'additionalProperties':false}
      false | {'type':'object','properties':{'a':{'type':'string'}},'additionalProperties':false}
      false | {'type':'object','properties':{'a':{'type':'string'}},'required':[1],'additionalProperties':false}
      false | P({'oneOf':[{'type':'string'}]})
      false | {'type':'object','properties':{'a':{'type':'string'}},'required':[],'additionalProperties':false}
      false | {'type':'object','properties':{'a':{'type':'string'}},'required':['a']}
      false | {'anyOf':[{'type':'string'}]}
      """)
  void obeys(boolean expected, String schema) throws Exception {
    var whole = schema.startsWith("P(")
        ? "{'type':'object','properties':{'a':" + schema.substring(2, schema.lastIndexOf(')')) + "},'required':['a'],'additionalProperties':false"
            + schema.substring(schema.lastIndexOf(')') + 1) + "}"
        : schema;
    assertEquals(expected, StrictSchema.obeys(Json.object(whole.replace('\'', '"'))));
  }
}
