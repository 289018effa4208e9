package portside.translate.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static portside.provider.dialect.Column.CONTEXT_WINDOW;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.wire.Json;
import portside.wire.anthropic.MessagesReader;
import portside.wire.common.ContentPart;
import portside.wire.common.FunctionTool;
import portside.wire.common.RequestMember;
import portside.wire.openai.ChatMessage;

/// What a prompt leaves of the window of its model.
class OutputTokenLimitTest {
  private static final long WINDOW = 100_000;

  /// The columns: the prompt | how many tokens it is taken for. 4 characters are a token, and a quarter is added.
  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      system 400          | 125
      user 4000           | 1250
      result 4000         | 1250
      answer 4000         | 1250
      thought 4000        | 1250
      member 4000         | 1250
      arguments 4000      | 1250
      picture 0           | 1600
      file 66666          | 2000
      file 66668          | 4000
      """)
  void takesItsShare(String prompt, long tokens) throws Json.Malformed {
    var text = "x".repeat(Integer.parseInt(prompt.split(" ")[1]));
    var message = switch (prompt.split(" ")[0]) {
      case "system" -> new ChatMessage.System(text);
      case "user" -> new ChatMessage.User(List.of(new ContentPart.Text(text)), null);
      case "result" -> new ChatMessage.Tool("c", null, text, null);
      case "answer" -> new ChatMessage.Assistant(text, null, List.of(), List.of());
      case "thought" -> new ChatMessage.Assistant(null, text, List.of(), List.of());
      case "member" -> new ChatMessage.Assistant(null, null, List.of(new RequestMember("m", Json.quoted(text))), List.of());
      case "arguments" -> new ChatMessage.Assistant(null, null, List.of(), List.of(new ChatMessage.ToolCall("c", "t", text, null)));
      case "picture" -> new ChatMessage.User(List.of(new ContentPart.Image("u")), null);
      default -> new ChatMessage.User(List.of(new ContentPart.File("f", text)), null);
    };
    assertEquals(WINDOW - tokens, left(List.of(message), List.of()));
  }

  /// A third of the characters of the schema, and three hundred at least: names, marks and values count.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "none", textBlock = """
      none                        | 300
      {}                          | 300
      {'k':'1*'}                  | 335
      {'12345*':1}                | 336
      {'k':[1,'2*',null]}         | 338
      {'k':{'l':'3*','m':true}}   | 339
      """)
  void toolsTooByTheirSchemas(String schema, long tokens) throws Json.Malformed {
    var parameters = schema == null ? null : Json.object(schema.replace('\'', '"').replace("*", "x".repeat(997)));
    assertEquals(WINDOW - tokens, left(List.of(), List.of(new FunctionTool("t", "", parameters, null, null))));
  }

  @Test
  void descriptionsOfToolsCountAsText() throws Json.Malformed {
    assertEquals(WINDOW - 300 - 125, left(List.of(), List.of(new FunctionTool("t", "x".repeat(400), null, null, null))));
  }

  @Test
  void atLeastAThousandAndTwentyFourAreLeft() {
    var long1 = List.<ChatMessage>of(new ChatMessage.System("x".repeat(1_000_000)));
    assertEquals(1024, left(long1, List.of()));
    assertEquals(1000, limit("'max_tokens':1000", long1, List.of()).getAsLong());
  }

  @Test
  void nothingIsInventedAndNothingBelowOneAskedFor() {
    assertEquals(OptionalLong.empty(), limit("'model':'m'", List.of(), List.of()));
    assertEquals(1, limit("'max_tokens':0", List.of(), List.of()).getAsLong());
    assertEquals(2, limit("'max_tokens':2", List.of(), List.of()).getAsLong());
  }

  private static long left(List<ChatMessage> messages, List<FunctionTool> tools) {
    return limit("'max_tokens':1000000", messages, tools).getAsLong();
  }

  private static OptionalLong limit(String member, List<ChatMessage> messages, List<FunctionTool> tools) {
    var body = ("{'model':'m','messages':[{'role':'user','content':'hi'}]," + member + "}").replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    var request = MessagesReader.readForCount(body);
    return OutputTokenLimit.of(request, Dialect.STANDARD.as("row").with(CONTEXT_WINDOW, WINDOW), new Provider.Limits(0, 0),
        () -> messages.stream().flatMap(ChatMessage::read), tools);
  }
}
