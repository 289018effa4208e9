package portside.translate.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.LEAST_THINKING;
import static portside.provider.dialect.Column.MAX_OUTPUT;
import static portside.provider.dialect.Column.MOST_THINKING;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.THINKING_BUDGET;
import static portside.provider.dialect.Column.THINKING_ON;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.Reasoning;
import portside.wire.Json;

/// What becomes of the thinking of a request that passes, at the bounds of what a model takes.
class FittedRequestTest {
  private static final Dialect ADAPTIVE = Dialect.STANDARD.with(REASONING, Reasoning.THINKING).with(THINKING_ON, "{\"type\":\"adaptive\"}");
  private static final Dialect BUDGETS = Dialect.STANDARD.with(REASONING, Reasoning.THINKING).with(THINKING_BUDGET, true).with(LEAST_THINKING, 2_000L).with(MOST_THINKING, 8_000L)
      .with(THINKING_ON, "{\"type\":\"enabled\",\"budget_tokens\":4096}");

  private static Dialect row(String name) {
    return switch (name) {
      case "adaptive" -> ADAPTIVE;
      case "efforts" -> ADAPTIVE.with(EFFORTS, List.of("low", "medium"));
      case "budgets" -> BUDGETS;
      case "unbounded" -> BUDGETS.with(LEAST_THINKING, 0L).with(MOST_THINKING, 0L);
      case "one token" -> BUDGETS.with(LEAST_THINKING, 1_024L).with(MOST_THINKING, 1L);
      case "short" -> BUDGETS.with(MAX_OUTPUT, 4_000L);
      case "none" -> BUDGETS.with(REASONING, Reasoning.NONE);
      default -> throw new IllegalArgumentException(name);
    };
  }

  /// `=` in the last column: the very same object.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
    "adaptive  | 'max_tokens':9000,'thinking':{'type':'adaptive'}                       | =",
    "adaptive  | 'max_tokens':9000,'thinking':{'type':'enabled','budget_tokens':3000}   | 'max_tokens':9000,'thinking':{'type':'adaptive'}",
    "adaptive  | 'max_tokens':9000,'thinking':{'type':'disabled'}                       | =",
    "adaptive  | 'max_tokens':9000,'thinking':'much'                                    | =",
    "adaptive  | 'max_tokens':9000                                                      | =",
    "budgets   | 'max_tokens':9000                                                      | =",
    "budgets   | 'max_tokens':9000,'thinking':{'type':'disabled'}                       | =",
    "budgets   | 'max_tokens':9000,'thinking':{'type':'adaptive'}                       | 'max_tokens':9000,'thinking':{'type':'enabled','budget_tokens':4096}",
    "budgets   | 'max_tokens':4000,'thinking':{'type':'adaptive'}                       | 'max_tokens':4000,'thinking':{'type':'enabled','budget_tokens':2976}",
    "budgets   | 'max_tokens':9000,'thinking':{'type':'enabled','budget_tokens':2000}   | =",
    "budgets   | 'max_tokens':9000,'thinking':{'type':'enabled','budget_tokens':1999}   | 'max_tokens':9000,'thinking':{'type':'enabled','budget_tokens':2000}",
    "budgets   | 'max_tokens':9024,'thinking':{'type':'enabled','budget_tokens':8000}   | =",
    "budgets   | 'max_tokens':9023,'thinking':{'type':'enabled','budget_tokens':8000}   | 'max_tokens':9023,'thinking':{'type':'enabled','budget_tokens':7999}",
    "budgets   | 'max_tokens':99999,'thinking':{'type':'enabled','budget_tokens':8001}  | 'max_tokens':99999,'thinking':{'type':'enabled','budget_tokens':8000}",
    "budgets   | 'thinking':{'type':'enabled','budget_tokens':8001}                     | 'thinking':{'type':'enabled','budget_tokens':8000}",
    "budgets   | 'max_tokens':3024,'thinking':{'type':'enabled','budget_tokens':5000}   | 'max_tokens':3024,'thinking':{'type':'enabled','budget_tokens':2000}",
    "budgets   | 'max_tokens':3023,'thinking':{'type':'enabled','budget_tokens':5000}   | 'max_tokens':3023",
    "unbounded | 'thinking':{'type':'enabled','budget_tokens':999999}                   | =",
    "unbounded | 'thinking':{'type':'enabled','budget_tokens':1024}                     | =",
    "unbounded | 'thinking':{'type':'enabled','budget_tokens':1023}                     | 'thinking':{'type':'enabled','budget_tokens':1024}",
    "unbounded | 'thinking':{'type':'enabled'}                                          | 'thinking':{'type':'enabled','budget_tokens':1024}",
    "unbounded | 'max_tokens':2048,'thinking':{'type':'enabled','budget_tokens':9}      | 'max_tokens':2048,'thinking':{'type':'enabled','budget_tokens':1024}",
    "unbounded | 'max_tokens':2047,'thinking':{'type':'enabled','budget_tokens':9}      | 'max_tokens':2047",
    "short     | 'max_tokens':4000                                                      | =",
    "short     | 'max_tokens':4001,'stream':true                                       | 'max_tokens':4000,'stream':true",
    "short     | 'max_tokens':64000,'thinking':{'type':'enabled','budget_tokens':8000} | 'max_tokens':4000,'thinking':{'type':'enabled','budget_tokens':2976}",
    "short     | 'max_tokens':'many'                                                    | =",
    "one token | 'max_tokens':9000,'thinking':{'type':'enabled','budget_tokens':3000}   | 'max_tokens':9000",
    "none      | 'max_tokens':9000,'thinking':{'type':'enabled','budget_tokens':3000}   | 'max_tokens':9000",
    "none      | 'max_tokens':9000,'thinking':{'type':'disabled'}                       | 'max_tokens':9000",
    "none      | 'thinking':{'type':'adaptive'},'context_management':{'edits':[{'type':'clear_thinking_20251015'},{'type':'x'}]} | 'context_management':{'edits':[{'type':'x'}]}",
    "adaptive  | 'output_config':{'effort':'high','format':{}}                          | 'output_config':{'format':{}}",
    "adaptive  | 'max_tokens':9,'output_config':{'effort':'high'}                       | 'max_tokens':9",
    "efforts   | 'output_config':{'effort':'high','format':{}}                          | 'output_config':{'effort':'medium','format':{}}",
    "efforts   | 'output_config':{'effort':'low'}                                       | 'output_config':{'effort':'low'}",
    "adaptive  | 'output_config':{}                                                     | =",
    "adaptive  | 'output_config':{'format':{}}                                          | =",
    "adaptive  | 'output_config':7                                                      | =",
  })
  void aRequestIsWithinTheBoundsOfTheModel(String row, String sent, String fitted) throws Exception {
    var body = Json.object("{" + sent.replace('\'', '"') + "}");
    var made = FittedRequest.of(body, row(row));
    if (fitted.equals("=")) {
      assertSame(body, made);
    } else {
      assertEquals(Json.object("{" + fitted.replace('\'', '"') + "}"), made);
    }
  }
}
