package portside.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSourceTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "{'model':'a'}                                      | {'model':'N'}",
    "{ 'x':{'model':'a'}, 'model' :  'a\\'b' ,'y':'é'}  | { 'x':{'model':'a'}, 'model' :  'N' ,'y':'é'}",
    "{'x':[{'model':'a'}],'model':'a','model':'b'}      | {'x':[{'model':'a'}],'model':'N','model':'N'}",
    "{'model':1,'x':-0,'y':1e2,'z':'\\ud83d'}           | {'model':1,'x':-0,'y':1e2,'z':'\\ud83d'}",
    "{'model':null}                                     | {'model':null}",
    "{'x':{'y':{'model':'a'}},'model':'a'}              | {'x':{'y':{'model':'a'}},'model':'N'}",
    "{'model':{'model':'a'}}                            | {'model':{'model':'a'}}",
    "{'model':['model','a'],'x':'model'}                | {'model':['model','a'],'x':'model'}",
    "no JSON                                            | no JSON"})
  void oneStringChangesAndNothingElse(String text, String expected) {
    assertEquals(json(expected), JsonSource.withString(json(text), "N", "model"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "{'type':'message_start','message':{'id':'1','model':'a','x':{'model':'a'}},'model':'a'} | {'type':'message_start','message':{'id':'1','model':'N','x':{'model':'a'}},'model':'a'}",
    "{'message':'model','model':'a'}                                                         | {'message':'model','model':'a'}",
    "{'message':[{'model':'a'}],'x':{'message':{'model':'a'}}}                               | {'message':[{'model':'a'}],'x':{'message':{'model':'a'}}}",
    "{'x':{'model':'a'},'message':{'model':'a'},'y':{'model':'a'}}                           | {'x':{'model':'a'},'message':{'model':'N'},'y':{'model':'a'}}"})
  void theStringMayStandDeeper(String text, String expected) {
    assertEquals(json(expected), JsonSource.withString(json(text), "N", "message", "model"));
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "{'a':1.0,'b':0.10,'c':123456789012345678901234567890,'d':[true,false,null],'e':{},'f':[]}",
    "{'s':'\\ud83d','t':'\\ud83d\\ude00é','u':'\\n\\u0000\\u001f\\\\\\''}"})
  void whatIsWrittenAgainLosesNothing(String text) throws Json.Malformed {
    var value = Json.value(json(text));
    assertEquals(value, Json.value(JsonSource.text(value)));
    assertEquals(json(text).contains("\\ud83d\""), JsonSource.text(value).contains("\\ud83d\""));
  }

  private static String json(String text) {
    return text.replace("\\'", "\\\"").replace('\'', '"');
  }
}
