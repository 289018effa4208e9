package portside.translate.reasoning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.wire.Json;

/// Fragments of `reasoning_details` become what a whole answer would have held, wherever the stream is cut in two.
class ReasoningDetailsTest {
  private static final String T = "'type':'reasoning.text'";
  private static final String S = "'type':'reasoning.summary'";
  private static final String E = "'type':'reasoning.encrypted'";

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      {T,'text':'a','index':0},{T,'text':'b','index':0}                       | {T,'text':'ab','index':0}
      {T,'text':'a','signature':null},{T,'text':'b'},{T,'signature':'s'}      | {T,'text':'ab','signature':'s'}
      {T,'text':'a','format':'f'},{T,'text':'b','format':null,'id':'i'}       | {T,'text':'ab','format':'f','id':'i'}
      {T,'signature':'s','index':0}                                           | {T,'signature':'s','index':0}
      {T,'text':'a','index':0},{T,'text':'b','index':1}                       | {T,'text':'a','index':0},{T,'text':'b','index':1}
      {T,'text':'a','signature':'s'},{T,'text':'b'},{T,'signature':'t'}       | {T,'text':'a','signature':'s'},{T,'text':'b','signature':'t'}
      {T,'text':'a','signature':'s'},{T,'text':'','signature':'t'}            | {T,'text':'a','signature':'t'}
      {S,'summary':'a','index':0},{S,'summary':'b','index':0}                 | {S,'summary':'ab','index':0}
      {S,'summary':'a'},{T,'text':'b'},{S,'summary':'c'}                      | {S,'summary':'a'},{T,'text':'b'},{S,'summary':'c'}
      {T,'text':'a'},{E,'data':'x'},{E,'data':'x'}                            | {T,'text':'a'},{E,'data':'x'},{E,'data':'x'}
      {'text':'a'},{'text':'b'},{'type':7},{'type':'new','x':[1]}             | {'text':'a'},{'text':'b'},{'type':7},{'type':'new','x':[1]}
      """)
  void fold(String fragments, String expected) throws Exception {
    var all = read(fragments);
    assertEquals(read(expected), ReasoningDetails.folded(all));
    for (int cut = 0; cut <= all.size(); cut++) {
      var twice = new ArrayList<>(ReasoningDetails.folded(all.subList(0, cut)));
      twice.addAll(ReasoningDetails.folded(all.subList(cut, all.size())));
      assertEquals(read(expected), ReasoningDetails.folded(twice), "cut at " + cut);
    }
  }

  private static List<JsonObject> read(String entries) throws Json.Malformed {
    var json = "[" + entries.replace("{T", "{" + T).replace("{S", "{" + S).replace("{E", "{" + E).replace('\'', '"') + "]";
    return ((JsonArray) Json.value(json)).getValuesAs(JsonObject.class);
  }
}
