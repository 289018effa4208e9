package portside.translate.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.translate.chat.StopReasons.Meaning;
import portside.wire.FaultKind;

class StopReasonsTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      stop                                          | Natural
      tool_calls                                    | Natural
      function_call                                 | Natural
      STOP                                          | Natural
      eos                                           | Natural
      ''                                            | Natural
      :                                             | Natural
      stop: end of turn                             | Natural
      length                                        | Length
      MAX_TOKENS                                    | Length
      FinishReason.MAX_TOKENS                       | Length
      max-tokens                                    | Length
      maxTokens                                     | Length
      model_context_window_exceeded                 | WindowFull
      content_filter                                | Refused
      content_filter: SAFETY                        | Refused
      content_filter: PROHIBITED_CONTENT            | Refused
      content_filter: SOMETHING_NEW                 | Refused
      CONTENT_FILTER:safety                         | Refused
      Content Filter                                | Refused
      stop: SAFETY                                  | Refused
      FINISH_REASON_RECITATION                      | Refused
      guardrail_intervened                          | Refused
      guardrails                                    | Refused
      MODERATION                                    | Refused
      content_policy_violation                      | Refused
      blocked                                       | Refused
      content_filter: LANGUAGE                      | Refused
      content_filtered                              | Refused
      function_call_filter: MALFORMED_FUNCTION_CALL | Broken
      function_call_filter: UNEXPECTED_TOOL_CALL    | Broken
      function_call_filter: SOMETHING_NEW           | Broken
      function_call_filter                          | Broken
      Function_Call_Filter : malformed_function_call | Broken
      content_filter: MALFORMED_FUNCTION_CALL       | Broken
      malformed_function_call                       | Broken
      unexpected_tool_call                          | Broken
      UNEXPECTED_TOOL_CALL                          | Broken
      MalformedFunctionCall                         | Broken
      malformed_tool_use                            | Broken
      error                                         | Broken
      network_error                                 | Broken
      """)
  void eachWordOfAReasonCounts(String reason, String meaning) {
    assertEquals(meaning, StopReasons.meaning(reason).getClass().getSimpleName());
  }

  @ParameterizedTest
  @CsvSource({"'function_call_filter: MALFORMED_FUNCTION_CALL',API", "network_error,OVERLOADED"})
  void aBrokenAnswerHasAKind(String reason, FaultKind kind) {
    assertEquals(new Meaning.Broken(kind), StopReasons.meaning(reason));
  }
}
