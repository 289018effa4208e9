package portside.translate.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.DialectRule;
import portside.provider.dialect.Lesson;
import portside.provider.dialect.rows.GeminiRows;

/// What Gemini refuses in its own language, and what of the request then stays behind.
class GeminiRejectionRulesTest {
  private static final String SENT = "{'contents':[{'role':'model','parts':[{'functionCall':{'id':'c1','name':'Read','args':{}}}]},"
      + "{'role':'user','parts':[{'functionResponse':{'id':'c1','name':'Read','response':{'output':''},'parts':[]}},{'fileData':{'fileUri':'https://a.b/c.png'}}]}],"
      + "'tools':[{'functionDeclarations':[{'name':'Read','parametersJsonSchema':{'type':'object','properties':{'a':{'$ref':'#/x','pattern':'b'}}}}]}],"
      + "'toolConfig':{'functionCallingConfig':{'mode':'VALIDATED'}},"
      + "'generationConfig':{'maxOutputTokens':100000,'responseMimeType':'application/json','thinkingConfig':{%s}}}";

  private static String lesson(String words, String row, String thinking) {
    var dialect = GeminiRows.NATIVE.rules().stream().map(DialectRule::row).filter(each -> each.name().equals(row)).findFirst().orElseThrow();
    return lesson(words, dialect, thinking);
  }

  private static String lesson(String words, Dialect row, String thinking) {
    var body = "{\"error\":{\"code\":400,\"message\":\"" + words.replace("\"", "\\\"") + "\",\"status\":\"INVALID_ARGUMENT\"}}";
    var errors = new ErrorToFault("acme", "m", row, 100, 32_000, text -> text, Instant.EPOCH);
    var sent = SENT.formatted(thinking).replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return errors.refused(400, _ -> null, body.getBytes(StandardCharsets.UTF_8), sent).lesson().map(Lesson::setting).orElse("");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
    "Thinking level MINIMAL is not supported for this model. Please retry with other thinking level. | gemini-3-flash-native | 'thinkingLevel':'MINIMAL' | DIALECT_EFFORTS=low,medium,high",
    "Thinking level HIGH is not supported for this model. | gemini-3-native | 'thinkingLevel':'HIGH' | DIALECT_EFFORTS=low,medium",
    "The thinking budget 0 is invalid. Please choose a value between 128 and 32768. | gemini-2.5-native | 'thinkingBudget':0 | DIALECT_LEAST_THINKING=128",
    "The thinking budget 32768 is invalid. Please choose a value between 0 and 20000. | gemini-2.5-native | 'thinkingBudget':32768 | DIALECT_MOST_THINKING=20000",
    "Function call is missing a thought_signature in functionCall parts. | gemini-2.5-native | '' | DIALECT_CALL_SIGNATURES=google",
    "Unknown name \"id\" at 'contents[0].parts[0].function_call': Cannot find field. | gemini-3-native | '' | DIALECT_CALL_ID_MEMBER=false",
    "Unknown name \"parts\" at 'contents[1].parts[0].function_response': Cannot find field. | gemini-3-native | '' | DIALECT_MEDIA_IN_RESULTS=false",
    "Function calling mode VALIDATED is not supported | gemini-3-native | '' | DIALECT_VALIDATED_CALLS=false",
    "Function calling with a response mime type: 'application/json' is unsupported | gemini-3-native | '' | DIALECT_FORMAT_WITH_TOOLS=false",
    "Cannot fetch content from the provided URL. | gemini-3-native | '' | DIALECT_IMAGE_URLS=false",
    "it has a maxOutputTokens value of 100000 but the supported range is from 1 (inclusive) to 8193 (exclusive). | gemini-3-native | '' | DIALECT_MAX_OUTPUT=8192",
    "Invalid JSON payload received. Unknown name \"parametersJsonSchema\" at 'tools[0].function_declarations[0]': Cannot find field. | gemini-3-native | '' | DIALECT_SCHEMAS=gemini",
    "tools[0].function_declarations[0].parameters_json_schema: schema is invalid | gemini-3-native | '' | DIALECT_SCHEMAS=gemini",
    "Please use a valid role: user, model. | gemini-3-native | '' | ''"})
  void whatIsNamedStaysBehind(String words, String row, String thinking, String setting) {
    assertEquals(setting.replace("''", ""), lesson(words, row, thinking.replace("''", "")));
  }

  /// Else it would be tried again and again.
  @Test
  void whatTheRowSaysAlreadyTeachesNothing() {
    var words = "Function calling mode VALIDATED is not supported";
    assertEquals("", lesson(words, "gemini-2.0-native", ""));
  }

  @Test
  void theRulesAreForThisWireAlone() {
    assertEquals("", lesson("Function call is missing a thought_signature in functionCall parts.", Dialect.STANDARD, ""));
  }
}
