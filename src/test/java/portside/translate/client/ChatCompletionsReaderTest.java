package portside.translate.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.translate.chat.RequestToChat;
import portside.wire.Json;
import portside.wire.Refusal;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.MessagesRequest.Original;

/// What becomes of each member of a chat-completions request.
class ChatCompletionsReaderTest {
  private static final String HI = "'messages':[{'role':'user','content':'hi'}]";
  private static final String TOOLS = HI + ",'tools':[{'type':'function','function':{'name':'t','description':'d','parameters':{'type':'object',"
      + "'properties':{'a':{'type':'string'}}}}}]";

  /// What is read and written again for a provider of the standard is what the client sent; `~` stands for a quotation mark inside a string.
  @ParameterizedTest
  @ValueSource(strings = {
    HI,
    HI + ",'max_tokens':9,'temperature':0.5,'top_p':0.25,'stop':['a','b']",
    HI + ",'stream':true,'stream_options':{'include_usage':true}",
    "'messages':[{'role':'system','content':'Be brief.'},{'role':'user','content':'hi'}]",
    "'messages':[{'role':'user','content':[{'type':'text','text':'see'},{'type':'image_url','image_url':{'url':'https://example.com/a.png'}}]}]",
    "'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/png;base64,iVBORw0KGgo='}},{'type':'text','text':'see'}]}]",
    "'messages':[{'role':'user','content':[{'type':'file','file':{'filename':'a.pdf','file_data':'data:application/pdf;base64,JVBERi0='}}]}]",
    "'messages':[{'role':'user','content':'a'},{'role':'assistant','content':'b'},{'role':'user','content':'c'}]",
    "'messages':[{'role':'user','content':'a'},{'role':'assistant','content':null,'tool_calls':[{'id':'call_1','type':'function','function':"
        + "{'name':'t','arguments':'{~a~:1}'}},{'id':'call_2','type':'function','function':{'name':'t','arguments':'{}'}}]},"
        + "{'role':'tool','tool_call_id':'call_1','content':'one'},{'role':'tool','tool_call_id':'call_2','content':'two'},{'role':'user','content':'go on'}]",
    "'messages':[{'role':'user','content':'a'},{'role':'assistant','content':'I look.','tool_calls':[{'id':'call_1','type':'function','function':"
        + "{'name':'t','arguments':'{}'}}]},{'role':'tool','tool_call_id':'call_1','content':'one'}]",
    TOOLS,
    TOOLS + ",'tool_choice':'none'",
    TOOLS + ",'tool_choice':'required'",
    TOOLS + ",'tool_choice':{'type':'function','function':{'name':'t'}}",
    TOOLS + ",'parallel_tool_calls':false",
    HI + ",'response_format':{'type':'json_object'}",
    HI + ",'response_format':{'type':'json_schema','json_schema':{'name':'structured_output','strict':true,'schema':{'type':'object','properties':"
        + "{'a':{'type':'string'}},'required':['a'],'additionalProperties':false}}}",
  })
  void theStandardGetsWhatTheClientSent(String members) throws Exception {
    var body = json(("{'model':'m'," + members + "}").replace('\'', '"').replace("~", "\\\""));
    assertSame(body);
  }

  /// The requests that are sent for Anthropic's clients come back from an OpenAI client as they are.
  @TestFactory
  Stream<DynamicTest> everyRequestThatIsSentToTheStandard() throws IOException {
    try (var folders = Files.list(Path.of("src/test/golden"))) {
      return folders.filter(folder -> Files.exists(folder.resolve("upstream-request.json")) && !Files.exists(folder.resolve("upstream.txt"))
          && Stream.of("responses-", "messages-", "gemini-").noneMatch(folder.getFileName().toString()::startsWith)).sorted().toList().stream()
          .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> assertSame(Files.readAllBytes(folder.resolve("upstream-request.json")))));
    }
  }

  private static void assertSame(byte[] body) throws Exception {
    var request = ChatCompletionsReader.read(body);
    assertNull(obstacle(request));
    var again = RequestToChat.translate(request, Dialect.STANDARD, request.model(), new Provider.Limits(0, 0)).bytes();
    assertEquals(Json.object(body), Json.object(again));
  }

  /// What stands in the way of a translation, by its first words.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      'n':2                                  | n: this can be passed only
      'logprobs':true                        | logprobs: this can be passed only
      'top_logprobs':3                       | top_logprobs: this can be passed only
      'seed':7                               | seed: this can be passed only
      'logit_bias':{'1':2}                   | logit_bias: this can be passed only
      'presence_penalty':1                   | presence_penalty: this can be passed only
      'audio':{'voice':'x'}                  | audio: this can be passed only
      'modalities':['text','audio']          | modalities: this can be passed only
      'unheard_of':1                         | unheard_of: this can be passed only
      'tools':[{'type':'custom'}]            | tools[0].type: this can be passed only
      'tools':[{'type':'function','function':{}}] | tools[0].function.name: is missing
      'tools':[{'type':'function'}]          | tools[0].function: is missing
      'tools':[7]                            | tools[0]: must be an object
      'tools':7                              | tools: must be an array
      'tool_choice':'any'                    | tool_choice: must be "auto"
      'tool_choice':{'type':'allowed_tools'} | tool_choice.type: this can be passed only
      'tool_choice':{'type':'function'}      | tool_choice.function: is missing
      'parallel_tool_calls':'no'             | parallel_tool_calls: must be true or false
      'response_format':{'type':'grammar'}   | response_format.type: this can be passed only
      'response_format':{'type':'json_schema','json_schema':{}} | response_format.json_schema.schema: is missing
      'stop':[1]                             | stop: must be a string or an array of strings
      'max_tokens':0                         | max_tokens: must be an integer of at least 1
      'max_completion_tokens':1.5            | max_completion_tokens: must be an integer of at least 1
      'temperature':'warm'                   | temperature: must be a number
      'reasoning_effort':'much'              | reasoning_effort: must be one of none, minimal, low
      'stream':1                             | stream: must be true or false
      'user':1                               | user: must be a string
      """)
  void whatCannotBeTranslatedIsNamed(String member, String told) {
    assertObstacle("{'model':'m'," + HI + "," + member + "}", told);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      7                                                     | messages[1]: must be an object
      {'content':'x'}                                       | messages[1].role: is missing
      {'role':'critic','content':'x'}                       | messages[1].role: must be system, developer, user, assistant or tool
      {'role':'function','name':'f','content':'x'}          | messages[1].role: this can be passed only
      {'role':'user'}                                       | messages[1].content: is missing
      {'role':'user','content':7}                           | messages[1].content: must be a string or an array
      {'role':'user','content':'x','name':'Ann'}            | messages[1].name: this can be passed only
      {'role':'user','content':[{'text':'x'}]}              | messages[1].content[0].type: is missing
      {'role':'user','content':[{'type':'text'}]}           | messages[1].content[0].text: is missing
      {'role':'user','content':[{'type':'input_audio'}]}    | messages[1].content[0].type: this can be passed only
      {'role':'user','content':[{'type':'image_url','image_url':{'url':'https://e/a','detail':'high'}}]} | messages[1].content[0].image_url.detail: this can
      {'role':'user','content':[{'type':'file','file':{'file_id':'f'}}]} | messages[1].content[0].file.file_id: this can be passed only
      {'role':'tool','content':'x'}                         | messages[1].tool_call_id: is missing
      {'role':'tool','tool_call_id':3,'content':'x'}        | messages[1].tool_call_id: must be a string
      {'role':'assistant','refusal':'no'}                   | messages[1].refusal: this can be passed only
      {'role':'assistant','tool_calls':[{'id':'c'}]}        | messages[1].tool_calls[0].function: is missing
      {'role':'assistant','tool_calls':[{'function':{'name':'t'}}]} | messages[1].tool_calls[0].id: is missing
      {'role':'assistant','tool_calls':[{'id':'c','type':'custom'}]} | messages[1].tool_calls[0].type: this can be passed only
      {'role':'assistant','tool_calls':[{'id':'c','function':{'name':'t','arguments':'{'}}]} | messages[1].tool_calls[0].function.arguments: must be a JSON
      {'role':'assistant','tool_calls':[{'id':'c','function':{'name':'t'},'extra_content':{}}]} | messages[1].tool_calls[0].extra_content: this can
      """)
  void soIsWhatIsWrongInAMessage(String message, String told) {
    assertObstacle("{'model':'m','messages':[{'role':'user','content':'hi'}," + message + "]}", told);
  }

  private static void assertObstacle(String body, String told) {
    var request = ChatCompletionsReader.read(quoted(body));
    var obstacle = obstacle(request);
    assertNotNull(obstacle);
    assertTrue(obstacle.startsWith(told), obstacle);
    assertEquals("m", request.model());
  }

  @Test
  void membersThatAskForNothingAreNoObstacle() {
    assertNull(obstacle(ChatCompletionsReader.read(quoted("{'model':'m'," + HI + ",'n':1,'logprobs':false,'seed':null,'store':false,'logit_bias':{},"
        + "'frequency_penalty':0,'presence_penalty':0.0,'modalities':['text'],'service_tier':'auto','user':'u','metadata':{},'safety_identifier':'s'}"))));
    assertNull(obstacle(ChatCompletionsReader.read(quoted("{'model':'m','messages':[{'role':'user','content':'hi'},{'role':'assistant','content':'x',"
        + "'refusal':null,'audio':null,'function_call':null,'annotations':[],'reasoning_content':'hm'}]}"))));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      'max_tokens':5,'max_completion_tokens':7   | maxTokens=OptionalLong[7]
      'reasoning_effort':'high'                  | effort=high
      'reasoning_effort':'none'                  | thinking=Disabled[], effort=null
      'top_k':4                                  | topK=OptionalLong[4]
      'prompt_cache_key':'k'                     | session=k
      'stop':'x'                                 | stopSequences=[x]
      'parallel_tool_calls':false                | disableParallelToolUse=true
      'parallel_tool_calls':true                 | disableParallelToolUse=false
      'tool_choice':'auto'                       | toolChoice=Auto[]
      'response_format':{'type':'text'}          | outputSchema=null
      """)
  void membersThatHaveAnotherNameHere(String member, String read) {
    var request = ChatCompletionsReader.read(quoted("{'model':'m'," + HI + "," + member + "}"));
    assertNull(obstacle(request));
    assertTrue(request.toString().contains(read), request.toString());
  }

  @Test
  void instructionsInMidConversationStayThere() {
    var request = ChatCompletionsReader.read(quoted("{'model':'m','messages':[{'role':'developer','content':[{'type':'text','text':'A'},{'type':'text','text':'B',"
        + "'cache_control':{'type':'ephemeral'}}]},{'role':'system','content':'C'},{'role':'user','content':'hi'},{'role':'system','content':'D'}]}"));
    assertEquals("[A, B, C] [SystemMark[texts=2, life=FIVE_MINUTES]] [USER, SYSTEM]",
        request.system() + " " + request.systemMarks() + " " + request.messages().stream().map(MessagesRequest.InputMessage::role).toList());
  }

  @Test
  void theUsageOfAStreamIsAskedFor() {
    assertEquals(false, ((Original.ChatCompletions) ChatCompletionsReader.read(quoted("{'model':'m'," + HI + "}")).original()).usage());
    assertEquals(true, ((Original.ChatCompletions) ChatCompletionsReader.read(quoted("{'model':'m'," + HI + ",'stream_options':{'include_usage':true}}"))
        .original()).usage());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      []            | body: must be a JSON object
      {'model':     | body: must be a JSON object
      {}            | model: Field required
      {'model':' '} | model: Field required
      {'model':7}   | model: Field required
      """)
  void aBodyWithoutAModelIsRefused(String body, String told) {
    var said = assertThrows(Refusal.class, () -> ChatCompletionsReader.read(quoted(body))).getMessage();
    assertTrue(said.startsWith(told), said);
  }

  private static String obstacle(MessagesRequest request) {
    var fault = ((Original.ChatCompletions) request.original()).obstacle();
    return fault == null ? null : fault.message();
  }

  private static byte[] quoted(String text) {
    return json(text.replace('\'', '"'));
  }

  private static byte[] json(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
