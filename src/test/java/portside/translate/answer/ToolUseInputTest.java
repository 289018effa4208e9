package portside.translate.answer;

import static portside.provider.dialect.Column.ARGUMENT_TYPES;
import static portside.provider.dialect.Column.LEAKED_CALLS;
import static portside.provider.dialect.Column.PARALLEL_TOOL_CALLS;
import static portside.translate.EveryWay.call;
import static portside.translate.EveryWay.text;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.provider.dialect.Dialect.ParallelToolCalls;
import portside.translate.EveryWay;

/// The input of a call is JSON the tool's schema allows, or the call does not go out.
@Execution(ExecutionMode.CONCURRENT)
class ToolUseInputTest {
  private static final String TODO = tools("Todo", "'todo':{'type':'string'},'done':{'type':['boolean','null']},'owner':{'type':['string','null']}", "'todo'");
  private static final String ERROR = "error acme called a tool with arguments that are no JSON object";

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "{'todo': 'ship it', 'done': False, 'owner': None} | {`todo`: `ship it`, `done`: false, `owner`: null}",
    "{`todo`: `ship it`, `done`: False, `owner`: None} | {`todo`: `ship it`, `done`: false, `owner`: null}",
    "{`todo`: `x`, `done`: NaN}                        | {`todo`: `x`, `done`: null}",
    "{`todo`: `x`, `done`: -Infinity , `owner`: nan}   | {`todo`: `x`, `done`: null , `owner`: null}",
    "{todo: `x`, $n_1: true}                           | {`todo`: `x`, `$n_1`: true}",
    "{`todo`:`x`,}                                     | {`todo`:`x`}",
    "{`todo`:`x` , }                                   | {`todo`:`x`  }",
    "{`n`:[1, 2, ],`m`:(1,'b',),}                      | {`n`:[1, 2 ],`m`:[1,`b`]}",
    "{`n`:[.5,+1,-.5,1.,1e5]}                          | {`n`:[0.5,1,-0.5,1,1e5]}",
    "{`todo`:`a\\d\\'b\\x41\\u00`}                     | {`todo`:`a\\\\d'b\\u0041\\\\u00`}",
    "{'todo':'say `hi`, it\\'s'}                       | {`todo`:`say \\`hi\\`, it's`}",
    "{“todo”: “x”}                                     | {`todo`: `x`}",
    "{`todo`: undefined, 1: TRUE}                      | {`todo`: null, `1`: true}",
    "Sure: {'todo': 'x'} and so on                     | {`todo`: `x`}",
    "{'todo': r'C:\\new', 'p': u'x'}                    | {`todo`: `C:\\\\new`, `p`: `x`}",
    "{'todo': 'a' 'b', 'p': '''c's d'''}                | {`todo`: `ab`, `p`: `c's d`}",
    "{'todo': 'x', 'n': 1_000}                         | {`todo`: `x`, `n`: 1000}",
    "{'todo': 'x', /* or */ 'n': 0x1F}                 | {`todo`: `x`,  `n`: 31}",
    "None                                              | {}",
    "[]                                                | {}",
  })
  void whatIsMeantIsReadAsJson(String said, String input) {
    EveryWay.of(TODO).tells(List.of(call("Todo", quoted(said))), "call Todo " + quoted(input), "tool_use");
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "{`todo`: open('f').read()}", "{`todo`: 1 2}", "{`todo` `x`}", "{`todo`: 'it's'}", "{`todo`: 132", "{`todo`: `x", "{'todo': 'x'", "{`todo`: 01}", "{`todo`: 1e}",
    "{`todo`: --1}", "[`x`]", "`x`", "x", "{`todo`: }", "{`todo`: nul}", "{`todo`: ship it}", "{", "{`todo`:[(1]}"
  })
  void whatCannotBeReadIsNotRun(String said) {
    EveryWay.of(TODO).tells(List.of(call("Todo", quoted(said))), ERROR);
    EveryWay.of(TODO, row -> row.as("typed").with(ARGUMENT_TYPES, true)).tells(List.of(text("I do."), call("Todo", quoted(said))), ERROR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"# why 'this'", "// {", "/* one\n * two */"})
  void commentsAreLeftOut(String comment) {
    EveryWay.of(TODO).tells(List.of(call("Todo", "{'todo': 'x', " + comment + "\n'done': True}")), "call Todo {\"todo\": \"x\", \n\"done\": true}", "tool_use");
  }

  @Test
  void deepNestingThatNobodyReadsIsNotRun() {
    EveryWay.of(TODO).tells(List.of(call("Todo", "{\"a\":" + "[".repeat(300) + "]".repeat(300) + "}")), ERROR);
  }

  @Test
  void whatIsMeantAsJsonMayBeNestedAsDeepAsJson() {
    var deepest = "[".repeat(255) + "]".repeat(255);
    EveryWay.of(TODO).tells(List.of(call("Todo", "{'a':" + deepest + "}")), "call Todo {\"a\":" + deepest + "}", "tool_use");
    EveryWay.of(TODO).tells(List.of(call("Todo", "{'a':[" + deepest + "]}")), ERROR);
  }

  @Test
  void aCallThatWasCutIsNotRunButTold() {
    EveryWay.of(TODO).cut().tells(List.of(call("Todo", "{\"todo\": \"x")), "call Todo {\"todo\": \"x", "max_tokens");
    EveryWay.of(TODO).cut().tells(List.of(call("Todo", "{\"todo\":\"x\",\"don")), "call Todo {\"todo\":\"x\",\"don", "max_tokens");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "{`command`:`ls`,`timeout`:null}                    | {`command`:`ls`}",
    "{`timeout`:null,`command`:`ls`}                    | {`command`:`ls`}",
    "{`timeout`: null , `command` : `ls`, `bg`: null }  | {  `command` : `ls` }",
    "{`timeout`:null}                                   | {}",
    "{'command': 'ls', 'timeout': None}                 | {`command`: `ls`}",
    "{`command`:null,`either`:null,`any`:null,`open`:null} | {`command`:null,`either`:null,`any`:null,`open`:null}",
    "{`command`:`ls`,`time`:null,`timeouts`:null}       | {`command`:`ls`,`time`:null,`timeouts`:null}",
    "{`in`:{`a`:null,`b`:null,`c`:1},`list`:[{`a`:null},null]} | {`in`:{`b`:null,`c`:1},`list`:[{},null]}",
    "{`command`:`,\\`timeout\\`:null`,`timeout`:5}      | {`command`:`,\\`timeout\\`:null`,`timeout`:5}",
    "{`ref`:null,`one`:null,`choice`:null,`nil`:null}   | {`one`:null,`nil`:null}",
    "{`command`:`ls`,`pages`:``}                        | {`command`:`ls`,`pages`:``}",
  })
  void nullForWhatMayBeLeftOutIsLeftOut(String said, String input) {
    var inner = "{'type':'object','required':['b'],'properties':{'a':{'type':'string'},'b':{'type':'string'},'c':{'type':'number'}}}";
    var tools = tools("Run", "'command':{'type':'string'},'timeout':{'type':'number'},'bg':{'type':'boolean'},'either':{'type':['string','null']},'any':{},'open':true,"
        + "'in':" + inner + ",'list':{'type':'array','items':" + inner + "},'ref':{'$ref':'#/$defs/leaf'},'one':{'anyOf':[{'type':'string'},{'type':'null'}]},"
        + "'choice':{'enum':['a','b']},'nil':{'type':'string','nullable':true},'pages':{'type':'string'}", "'command'").replace("'required':['command']",
        "'required':['command'],'$defs':{'leaf':{'type':'integer'}}");
    EveryWay.of(tools).tells(List.of(call("Run", quoted(said))), "call Run " + quoted(input), "tool_use");
  }

  @Test
  void alsoWhereArgumentsAreBroughtToTheirTypes() {
    var tools = tools("Run", "'command':{'type':'string'},'timeout':{'type':'number'}", "'command'");
    EveryWay.of(tools, row -> row.as("typed").with(ARGUMENT_TYPES, true)).tells(List.of(call("Run", "{\"command\":5,\"timeout\":null}")),
        "call Run {\"command\":\"5\"}", "tool_use");
  }

  /// Claude Code refuses its own Read with `pages` empty (2.1.332).
  @Test
  void noEmptyPagesAreRead() {
    var tools = tools("Read", "'file_path':{'type':'string'},'pages':{'type':'string'}", "'file_path'");
    EveryWay.of(tools).tells(List.of(call("Read", "{\"file_path\":\"/a\",\"pages\":\"\"}")), "call Read {\"file_path\":\"/a\"}", "tool_use");
    EveryWay.of(tools).tells(List.of(call("Read", "{\"pages\":\"1-\\\"2\",\"file_path\":\"\"}")), "call Read {\"pages\":\"1-\\\"2\",\"file_path\":\"\"}", "tool_use");
  }

  @Test
  void onlyTheFirstCallGoesOutWhereNoMoreAreWanted() {
    for (var parallel : ParallelToolCalls.values()) {
      for (var type : List.of("auto", "any")) {
        EveryWay.of(TODO + ",'tool_choice':{'type':'" + type + "','disable_parallel_tool_use':true}", row -> row.as("row").with(PARALLEL_TOOL_CALLS, parallel))
            .tells(List.of(text("Both."), call("Todo", "{\"todo\":\"a\"}"), call("Todo", "{\"todo\":\"b\"}"), call("Todo", "{\"todo\":\"c\"}")),
                "text Both.", "call Todo {\"todo\":\"a\"}", "tool_use");
      }
    }
  }

  @Test
  void noCallGoesOutWhereNoneIsWanted() {
    EveryWay.of(TODO + ",'tool_choice':{'type':'none'}").tells(List.of(text("Done."), call("Todo", "{\"todo\":\"a\"}")), "text Done.", "end_turn");
  }

  @Test
  void aCallInTheTextStaysTextWhereNoneIsWanted() {
    var said = "<tool_call>\n{\"name\": \"Todo\", \"arguments\": {\"todo\": \"a\"}}\n</tool_call>";
    EveryWay.of(TODO + ",'tool_choice':{'type':'none'}", row -> row.as("leaky").with(LEAKED_CALLS, true)).tells(List.of(text(said)), "text " + said, "end_turn");
  }

  private static String tools(String name, String properties, String required) {
    return "'tools':[{'name':'" + name + "','input_schema':{'type':'object','properties':{" + properties + "},'required':[" + required + "]}}]";
  }

  private static String quoted(String text) {
    return text.replace('`', '"');
  }
}
