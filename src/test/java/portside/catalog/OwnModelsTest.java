package portside.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnModelsTest {
  @Test
  void factsAreReadInTheirOrder() throws Exception {
    var own = OwnModels.read("""
        {"z": {"context_window": 100000000, "max_output": 1, "date": "d", "source": "s"}, "a": {"max_output": 7}, "m*": {}}
        """);
    assertEquals(List.of(
        Map.entry("z", new ModelFacts(100_000_000, 1)), Map.entry("a", new ModelFacts(0, 7)), Map.entry("m*", new ModelFacts(0, 0))),
        List.copyOf(own.models().entrySet()));
    assertEquals(OwnModels.NONE, OwnModels.read("{}"));
  }

  /// Line, member, problem and the beginning of the hint of everything that is wrong.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "{'a.b':{'max_output':0}}                       | 1 a.b.max_output is not a number of tokens: a whole number",
    "{'a':{'max_output':100000001}}                 | 1 a.max_output is not a number of tokens: a whole number",
    "{'a':{'context_window':1.5}}                   | 1 a.context_window is not a number of tokens: a whole number",
    "{'a':{'context_window':1e3}}                   | 1 a.context_window is not a number of tokens: a whole number",
    "{'a':{'context_window':'9'}}                   | 1 a.context_window is not a number of tokens: a whole number",
    "{'a':{'context_window':99999999999999999999}}  | 1 a.context_window is not a number of tokens: a whole number",
    "{'a':{'window':[1,{}],'max_output':{}}}        | 1 a.window is not known here: there are cont / 1 a.max_output is not a number of tokens: a whole number",
    "{'a':7,'b':{'date':7}}                         | 1 a is not an object: its members st / 1 b.date is not a text: text stands in",
    "{'a':[{}]}                                     | 1 a is not an object: its members st",
    "{'a':{},'a':{}}                                | 1 a stands here twice: remove one of",
    "{'a':~{'source':{'b':[]}},~'b':{'max':1}}      | 2 a.source is not a text: text stands in / 3 b.max is not known here: there are cont",
    "[]                                             | 1  is not an object: its members st",
    "{~'a':{}~'b':{}}                               | 3  is not JSON: a comma or a q",
    "{'a':{                                         | 1  is not JSON: a comma or a q",
    "{} {}                                          | 1  is not JSON: a comma or a q",
    "{'x':1,'y':                                    | 1 x is not an object: its members st / 1  is not JSON: a comma or a q",
    "``                                             | 1  is not JSON: a comma or a q",
  })
  void everythingWrongIsSaidAtOnce(String typed, String said) {
    var text = typed.replace('\'', '"').replace('~', '\n');
    var faults = assertThrows(OwnModelsFaults.class, () -> OwnModels.read(text)).faults();
    assertEquals(said, faults.stream()
        .map(fault -> fault.line() + " " + fault.member() + " " + fault.problem() + ": " + fault.hint().substring(0, 14).strip())
        .collect(Collectors.joining(" / ")));
  }
}
