package portside.translate.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.EFFORT_WITH_TOOLS;
import static portside.provider.dialect.Column.MIN_OUTPUT;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.THINKING_BUDGET;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.Off;
import portside.provider.dialect.Dialect.Reasoning;
import portside.translate.request.ThinkingLevel;

/// How much thinking is asked for where the provider has words of its own for it.
class ThinkingColumnsTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      REASONING_OBJECT | low,high | high |      | {'reasoning':{'effort':'high'}}
      REASONING_OBJECT | low,high |      | 5000 | {'reasoning':{'max_tokens':5000}}
      REASONING_OBJECT | low,high | high | 5000 | {'reasoning':{'effort':'high'}}
      REASONING_OBJECT |          | high | 5000 | {'reasoning':{'max_tokens':5000}}
      REASONING_OBJECT | low,high |      | 9900 | {'reasoning':{'max_tokens':8976}}
      REASONING_OBJECT | low,high |      | 1000 | {'reasoning':{'effort':'low'}}
      ENABLE_THINKING  |          |      |      | {'enable_thinking':true}
      ENABLE_THINKING  | low,high | high |      | {'enable_thinking':true,'reasoning_effort':'high'}
      ENABLE_THINKING  | low,high |      | 5000 | {'enable_thinking':true,'thinking_budget':5000}
      ENABLE_THINKING  | low,high | high | 5000 | {'enable_thinking':true,'reasoning_effort':'high'}
      TEMPLATE_KWARGS  |          | high | 5000 | {'chat_template_kwargs':{'enable_thinking':true}}
      TEMPLATE_KWARGS  | low,high | high |      | {'chat_template_kwargs':{'enable_thinking':true},'reasoning_effort':'high'}
      EFFORT           | low,high |      | 5000 | {'reasoning_effort':'high'}
      """)
  void asksForReasoning(Reasoning style, String efforts, String effort, String budget, String expected) {
    var dialect = Dialect.STANDARD.as("x").with(REASONING, style).with(EFFORTS, list(efforts)).with(THINKING_BUDGET, true);
    var thinking = budget == null ? "'thinking':{'type':'adaptive'}" : "'thinking':{'type':'enabled','budget_tokens':" + budget + "}";
    var asked = "'max_tokens':10000," + thinking + (effort == null ? "" : ",'output_config':{'effort':'" + effort + "'}");
    assertEquals(expected, Translated.of(asked, dialect).settings());
  }

  @ParameterizedTest
  @CsvSource({"1024, low", "4096, low", "4097, medium", "16384, medium", "16385, high"})
  void aBudgetAmountsToAnEffort(long budget, String effort) {
    assertEquals(effort, ThinkingLevel.bucket(budget));
  }

  /// A thousand and twenty-four is the least budget there is, and the least that is left for the answer.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      1023 | 9000 | {'reasoning':{'effort':'low'}}
      1024 | 9000 | {'reasoning':{'max_tokens':1024}}
      5000 | 2048 | {'reasoning':{'max_tokens':1024}}
      5000 | 2047 | {'reasoning':{'effort':'high'}}
      """)
  void aBudgetLeavesRoom(long budget, long limit, String expected) {
    var dialect = Dialect.STANDARD.as("x").with(REASONING, Reasoning.REASONING_OBJECT).with(EFFORTS, "low", "high").with(THINKING_BUDGET, true);
    assertEquals(expected, Translated.of("'max_tokens':" + limit + ",'thinking':{'type':'enabled','budget_tokens':" + budget + "}", dialect).settings());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      REASONING_OBJECT | {'reasoning':{'enabled':false}}
      ENABLE_THINKING  | {'enable_thinking':false}
      TEMPLATE_KWARGS  | {'chat_template_kwargs':{'enable_thinking':false}}
      THINKING         | {'thinking':{'type':'disabled'}}
      """)
  void switchesReasoningOff(Reasoning style, String expected) {
    var dialect = Dialect.STANDARD.as("x").with(REASONING, style).with(EFFORTS, "low", "high").with(OFF, Off.DISABLED);
    assertEquals(expected, Translated.of("'thinking':{'type':'disabled'},'output_config':{'effort':'high'}", dialect).settings());
    assertEquals(expected, Translated.of("'thinking':{'type':'between_tools'}", dialect).settings());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      low,high      | NOTHING     | high | {}
      none,low,high | NOTHING     | high | {'reasoning_effort':'none'}
      none,low,high | NOTHING     |      | {'reasoning_effort':'none'}
      low,high      | EFFORT_NONE | high | {'reasoning_effort':'none'}
      low,high      | WEAKEST     |      | {}
      """)
  void keepsEffortAwayFromToolsWhereTheyDoNotMix(String efforts, Off off, String effort, String expected) {
    var dialect = Dialect.STANDARD.as("x").with(REASONING, Reasoning.EFFORT).with(EFFORTS, list(efforts)).with(EFFORT_WITH_TOOLS, false).with(OFF, off);
    var asked = effort == null ? "'max_tokens':9" : "'output_config':{'effort':'" + effort + "'}";
    assertEquals(expected, Translated.of(asked + ",'tools':[{'name':'A','input_schema':{}}]", dialect).settings());
    assertEquals(effort == null ? "{}" : "{'reasoning_effort':'high'}", Translated.of(asked, dialect).settings());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      100    | NOTHING  | adaptive | 32000
      40000  | NOTHING  | adaptive | 40000
      100    | DISABLED | disabled | 100
      100    | NOTHING  | disabled | 32000
      """)
  void leavesRoomForReasoning(long asked, Off off, String thinking, long expected) {
    var dialect = Dialect.STANDARD.as("x").with(MIN_OUTPUT, 32_000).with(REASONING, Reasoning.THINKING).with(OFF, off);
    var request = Translated.of("'max_tokens':" + asked + ",'thinking':{'type':'" + thinking + "'}", dialect);
    assertEquals("{'max_tokens':" + expected + "}", request.members("max_tokens"));
  }

  /// The top says `high`; U is input, R a result of a tool, A an answer, l a change to `low`, m one to `medium`.
  @ParameterizedTest
  @CsvSource({"U, high", "Ul, low", "UAlU, low", "UlAU, low", "UAl, high", "UAlR, high", "UAlRAU, low", "UAlUm, medium", "UlmAU, medium", "lU, low"})
  void followsChangesOfEffort(String turns, String expected) {
    var messages = new StringBuilder();
    for (var turn : turns.split("")) {
      messages.append(messages.isEmpty() ? "" : ",").append(switch (turn) {
        case "U" -> "{'role':'user','content':'go'}";
        case "R" -> "{'role':'user','content':[{'type':'tool_result','tool_use_id':'t','content':'ok'}]}";
        case "A" -> "{'role':'assistant','content':[{'type':'tool_use','id':'t','name':'A','input':{}}]}";
        case "l" -> "{'role':'system','content':[],'output_config':{'effort':'low'}}";
        default -> "{'role':'system','content':[],'output_config':{'effort':'medium'}}";
      });
    }
    var dialect = Dialect.STANDARD.as("x").with(REASONING, Reasoning.EFFORT).with(EFFORTS, "low", "medium", "high");
    var request = Translated.of("'output_config':{'effort':'high'},'messages':[" + messages + "]", dialect);
    assertEquals("{'reasoning_effort':'" + expected + "'}", request.settings());
    assertEquals(false, request.messages().contains("effort"));
  }

  @Test
  void wordsThatAreNoLevelSayNothing() {
    var dialect = Dialect.STANDARD.as("x").with(REASONING, Reasoning.EFFORT).with(EFFORTS, "low", "high");
    assertEquals("{}", Translated.of("'output_config':{'effort':'auto'}", dialect).settings());
  }

  private static String[] list(String words) {
    return words == null ? new String[0] : words.split(",");
  }
}
