package portside.translate.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.dialect.Column;
import portside.provider.dialect.Dialect;

/// The same words teach what the row and the request leave to learn.
class RowRemediesTest {
  /// The columns: a cell of the row, what was sent, the words of the refusal, what is learned; `!` for this request alone.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      SYSTEM_ROLE=developer      | {}                                 | role 'developer' is not supported                   | SYSTEM_ROLE=system
      SYSTEM_ROLE=system         | {}                                 | role 'developer' is not supported                   |
      CONTENT_WITH_CALLS=null    | {}                                 | Expected string or list of content parts, got null  | CONTENT_WITH_CALLS=empty
      CONTENT_WITH_CALLS=empty   | {}                                 | Expected string or list of content parts, got null  |
      REPLAY=all                 | {'input':[{'encrypted_content':'x'}],'include':[]} | encrypted content could not be verified | REPLAY=none!
      REPLAY=all                 | {'input':[{'phase':'x'}]}          | input[0].phase is unknown                           | REPLAY=none!
      REPLAY=all                 | {'input':[{'type':'x'}],'include':[]} | encrypted content is not supported               | REPLAY=none
      REPLAY=all                 | {'input':[{'type':'x'}]}           | encrypted content could not be verified             |
      REPLAY=all                 | {'thinking':{}}                    | thinking: not supported here                        | WITHOUT=thinking
      REPLAY=all                 | {'thinking':{}}                    | messages[1].reasoning_content: unknown              | REPLAY=none
      REPLAY=all                 | {}                                 | thinking: not supported here                        | REPLAY=none
      TOP_K=true                 | {}                                 | top_k is not supported                              |
      SAMPLING=pass              | {'top_p':1}                        | top_p is not supported                              | SAMPLING=drop
      SAMPLING=pass              | {'temperature':1}                  | top_p is not supported                              | SAMPLING=drop
      SAMPLING=pass              | {}                                 | top_p is not supported                              |
      PROMPT_CACHE=marks         | {'messages':[{'cache_control':{}}]} | cache_control is not supported                     | PROMPT_CACHE=none
      PROMPT_CACHE=marks         | {'messages':[{'cache_control':{}}]} | cache_control: unexpected fifth block, at most 4   | PROMPT_CACHE=none!
      PROMPT_CACHE=marks         | {'messages':[{'cache_control':{'ttl':'1h'}}]} | ttl is not supported                     |
      PROMPT_CACHE=timed_marks   | {'messages':[{'cache_control':{}}]} | ttl is not supported                               |
      STRICT=false               | {'tools':[{'strict':true}]}        | tools: unknown keyword 'strict'                     | STRICT=omit
      STRICT=false               | {'tools':[{}]}                     | tools: unknown keyword 'strict'                     |
      SCHEMAS=none               | {'tools':[{'$ref':'#'}]}           | schema: $ref is not supported                       | SCHEMAS=inline_refs
      SCHEMAS=open_objects       | {'tools':[{'$ref':'#'}]}           | schema: $ref is not supported                       |
      SCHEMAS=none               | {'tools':[{}]}                     | schema: $ref is not supported                       |
      NONE_TOOL_CHOICE=true      | {'tool_choice':'none'}             | tool_choice: invalid                                | NONE_TOOL_CHOICE=false
      FORCED_TOOL_CHOICE=yes     | {'tool_choice':'required'}         | tool_choice: invalid                                | FORCED_TOOL_CHOICE=no
      FORCED_TOOL_CHOICE=yes     | {'tool_choice':'required'}         | tool_choice is missing                              |
      FORCED_TOOL_CHOICE=yes     | {'tool_choice':{}}                 | tool_choice must be a string                        | NAMED_TOOL_CHOICE=required
      FORCED_TOOL_CHOICE=yes     | {'tool_choice':'required'}         | tool_choice must be a string                        | FORCED_TOOL_CHOICE=no
      OFF=disabled               | {'tool_choice':'required'}         | tool_choice is not supported in thinking mode       | FORCED_TOOL_CHOICE=unless_thinking
      OFF=disabled               | {'tool_choice':'required'}         | tool_choice is not supported                        | FORCED_TOOL_CHOICE=no
      EFFORTS=low,high           | {'reasoning':{'effort':'high'}}    | reasoning.effort: must be one of 'low', 'medium'    | EFFORTS=low,medium
      EFFORTS=low,high           | {'reasoning':{'effort':'high'}}    | reasoning.effort is not supported                   | WITHOUT=reasoning
      EFFORTS=low,high           | {'reasoning':{'effort':'low'}}     | reasoning.effort: must be one of 'low', 'medium'    | WITHOUT=reasoning
      EFFORTS=low,high           | {'reasoning':{'effort':'high'}}    | reasoning.effort went wrong                         |
      PDF=file                   | {'file':1}                         | 'file' is not supported                             | PDF=text
      PDF=file                   | {'document_url':1}                 | document_url is not supported                       | PDF=text
      PDF=file                   | {}                                 | document_url is not supported                       |
      SEARCH=none                | {'tools':[{'type':'web_search'}]}  | web_search is not supported                         |
      SEARCH=enable_search       | {'enable_search':true}             | web search is not supported                         | SEARCH=none
      SEARCH=enable_search       | {}                                 | web search is not supported                         |
      IMAGES=true                | {'messages':[{'type':'input_image'}]} | image input is not supported                     | IMAGES=false
      SCHEMAS=none               | {}                                 | failed to parse grammar                             |
      MAX_STOPS=4                | {'stop':'a'}                       | stop is not supported                               | WITHOUT=stop
      MAX_STOPS=4                | {'stop':['a']}                     | stop is not supported                               | MAX_STOPS=0
      MAX_STOPS=4                | {'stop':['a']}                     | the stop went wrong                                 |
      WITHOUT=user               | {'max_x':1,'model':'m','seed':1}   | unknown parameter: model, unknown parameter: max_x, unknown parameter: seed | WITHOUT=user,seed
      """)
  void onlyWhatIsLeftIsLearned(String cell, String sent, String words, String expected) {
    var parts = cell.split("=");
    var row = Column.named(parts[0]).orElseThrow().set(Dialect.STANDARD, parts[1]).orElseThrow();
    var body = ("{\"error\":{\"message\":\"" + words + "\"}}").getBytes(StandardCharsets.UTF_8);
    var lesson = new ErrorToFault("acme", "m", row, 100, 32_000, text -> text, Instant.EPOCH)
        .refused(400, _ -> null, body, sent.replace('\'', '"').getBytes(StandardCharsets.UTF_8)).lesson();
    assertEquals(expected == null ? "" : expected, lesson.map(it -> it.column() + "=" + it.value() + (it.lasting() ? "" : "!")).orElse(""));
  }
}
