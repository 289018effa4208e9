package portside.translate.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.translate.answer.FinishReasons.Meaning;
import portside.wire.FaultKind;
import portside.wire.anthropic.StopReason;

class FinishReasonsTest {
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
    assertEquals(meaning, FinishReasons.meaning(reason).getClass().getSimpleName());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      Length     | length max_tokens max_output_tokens max_completion_tokens
      WindowFull | model_context_window_exceeded model_length
      Refused    | content_filter content_filtered sensitive refusal guardrail_intervened blocked safety recitation blocklist prohibited_content spii
      Refused    | guardrail guardrails moderation moderated content_moderation content_policy_violation
      Refused    | image_safety image_recitation image_prohibited_content model_armor language
      Broken     | malformed_function_call unexpected_tool_call too_many_tool_calls missing_thought_signature malformed_response function_call_filter
      Broken     | malformed_model_output malformed_tool_use error abort aborted cancelled canceled failed network_error insufficient_system_resource
      """)
  void everyWordHasAMeaning(String meaning, String words) {
    for (var word : words.split(" ")) {
      assertEquals(meaning, FinishReasons.meaning(word).getClass().getSimpleName(), word);
    }
  }

  /// First match wins.
  @ParameterizedTest
  @CsvSource(textBlock = """
      length,                        true,  1, true,  X, MAX_TOKENS
      model_context_window_exceeded, true,  1, true,  X, MODEL_CONTEXT_WINDOW_EXCEEDED
      content_filter,                false, 1, true,  X, REFUSAL
      stop,                          true,  1, true,  X, MAX_TOKENS
      stop,                          true,  1, false, X, REFUSAL
      stop,                          false, 1, false, X, TOOL_USE
      stop,                          false, 0, false, X, STOP_SEQUENCE
      stop,                          false, 0, false, Y, END_TURN
      stop,                          false, 0, false,  , END_TURN
      tool_calls,                    false, 0, false,  , END_TURN
      """)
  void theContentDecidesWhatTheReasonLeavesOpen(String reason, boolean refused, int calls, boolean cut, String matched, StopReason expected) {
    assertEquals(expected, FinishReasons.of(FinishReasons.meaning(reason), refused, calls, cut, matched, List.of("X")));
  }

  @ParameterizedTest
  @CsvSource({"'function_call_filter: MALFORMED_FUNCTION_CALL',API", "error,API", "network_error,OVERLOADED", "insufficient_system_resource,OVERLOADED"})
  void aBrokenAnswerHasAKind(String reason, FaultKind kind) {
    assertEquals(new Meaning.Broken(kind), FinishReasons.meaning(reason));
  }
}
