package portside.wire.anthropic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Refusal;
import portside.wire.anthropic.MessagesRequest.InputMessage;
import portside.wire.anthropic.MessagesRequest.Role;
import portside.wire.anthropic.MessagesRequest.ThinkingConfig;
import portside.wire.anthropic.MessagesRequest.ToolChoice;

/// What the reader refuses, and in which words; what it passes over.
class MessagesReaderTest {
  private static final String HI = "'messages':[{'role':'user','content':'hi'}]";

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      {'max_tokens':1,MESSAGES}                                      | model: Field required
      {'model':null,'max_tokens':1,MESSAGES}                         | model: Field required
      {'model':7,'max_tokens':1,MESSAGES}                            | model: Input should be a valid string
      {'model':' ','max_tokens':1,MESSAGES}                          | model: String should have at least 1 character
      {'model':'NAME','max_tokens':1,MESSAGES}                       | model: String should have at most 256 characters
      {'model':'m',MESSAGES}                                         | max_tokens: Field required
      {'model':'m','max_tokens':9223372036854775808,MESSAGES}        | max_tokens: Input should be a valid integer
      {'model':'m','max_tokens':'1',MESSAGES}                        | max_tokens: Input should be a valid integer
      {'model':'m','max_tokens':1.5,MESSAGES}                        | max_tokens: Input should be a valid integer
      {'model':'m','max_tokens':99999999999999999999,MESSAGES}       | max_tokens: Input should be a valid integer
      {'model':'m','max_tokens':-1,MESSAGES}                         | max_tokens: Input should be greater than or equal to 0
      {'model':'m','max_tokens':1}                                   | messages: Field required
      {'model':'m','max_tokens':1,'messages':{}}                     | messages: Input should be a valid list
      {'model':'m','max_tokens':1,'messages':[]}                     | messages: at least one message is required
      {'model':'m','max_tokens':1,'messages':['hi']}                 | messages.0: Input should be a valid dictionary
      {'model':'m','max_tokens':1,'system':7,MESSAGES}               | system: Input should be a valid list
      {'model':'m','max_tokens':1,'system':[{}],MESSAGES}            | system.0.type: Field required
      {'model':'m','max_tokens':1,'stream':'yes',MESSAGES}           | stream: Input should be a valid boolean
      {'model':'m','max_tokens':1,'temperature':'hot',MESSAGES}      | temperature: Input should be a valid number
      {'model':'m','max_tokens':1,'top_p':1e400,MESSAGES}            | top_p: Input should be a finite number
      {'model':'m','max_tokens':1,'top_k':0.5,MESSAGES}              | top_k: Input should be a valid integer
      {'model':'m','max_tokens':1,'stop_sequences':'x',MESSAGES}     | stop_sequences: Input should be a valid list
      {'model':'m','max_tokens':1,'stop_sequences':['a',1],MESSAGES} | stop_sequences.1: Input should be a valid string
      {'model':'m','max_tokens':1,'thinking':true,MESSAGES}          | thinking: Input should be a valid dictionary
      {'model':'m','max_tokens':1,'thinking':{},MESSAGES}            | thinking.type: Field required
      {'model':'m','max_tokens':1,'thinking':{'type':'enabled'},MESSAGES} | thinking.budget_tokens: Field required
      {'model':'m','max_tokens':1,'output_config':{'effort':1},MESSAGES} | output_config.effort: Input should be a valid string
      {'model':'m','max_tokens':1,'output_format':{'type':'json_schema'},MESSAGES} | output_format.schema: Field required
      {'model':'m','max_tokens':1,'tools':{},MESSAGES}               | tools: Input should be a valid list
      {'model':'m','max_tokens':1,'tools':[1],MESSAGES}              | tools.0: Input should be a valid dictionary
      {'model':'m','max_tokens':1,'tools':[{'name':'a'}],MESSAGES}   | tools.0.custom.input_schema: Field required
      {'model':'m','max_tokens':1,'tools':[{'input_schema':{}}],MESSAGES} | tools.0.custom.name: Field required
      {'model':'m','max_tokens':1,'tools':[{'name':'a','input_schema':[]}],MESSAGES} | tools.0.custom.input_schema: Input should be a valid dictionary
      {'model':'m','max_tokens':1,'tool_choice':{},MESSAGES}         | tool_choice.type: Field required
      {'model':'m','max_tokens':1,'tool_choice':{'type':'tool'},MESSAGES} | tool_choice.tool.name: Field required
      """)
  void refusesWhatIsMissingOrOfTheWrongType(String body, String message) {
    assertEquals(Fault.of(FaultKind.INVALID_REQUEST, message), refusal(body.replace("MESSAGES", HI).replace("NAME", "m".repeat(257))));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      {'content':'x'}                                          | messages.1.role: Field required
      {'role':'tool','content':'x'}                            | messages.1.role: Input should be 'user', 'assistant' or 'system'
      {'role':'user'}                                          | messages.1.content: Field required
      {'role':'user','content':5}                              | messages.1.content: Input should be a valid list
      {'role':'user','content':['x']}                          | messages.1.content.0: Input should be a valid dictionary
      {'role':'user','content':[{}]}                           | messages.1.content.0.type: Field required
      {'role':'user','content':[{'type':1}]}                   | messages.1.content.0.type: Input should be a valid string
      {'role':'user','content':[{'type':'text'}]}              | messages.1.content.0.text.text: Field required
      {'role':'user','content':[{'type':'text','text':[]}]}    | messages.1.content.0.text.text: Input should be a valid string
      {'role':'user','content':[{'type':'image'}]}             | messages.1.content.0.image.source: Field required
      {'role':'user','content':[{'type':'image','source':{}}]} | messages.1.content.0.image.source.type: Field required
      {'role':'user','content':[{'type':'image','source':{'type':'base64'}}]} | messages.1.content.0.image.source.base64.data: Field required
      {'role':'user','content':[{'type':'document','source':{'type':'url'}}]} | messages.1.content.0.document.source.url.url: Field required
      {'role':'assistant','content':[{'type':'tool_use','input':'x'}]} | messages.1.content.0.tool_use.input: Input should be a valid dictionary
      """)
  void namesTheBlockThatIsWrong(String message, String expected) {
    var body = "{'model':'m','max_tokens':1,'messages':[{'role':'user','content':'hi'}," + message + "]}";
    assertEquals(Fault.of(FaultKind.INVALID_REQUEST, expected), refusal(body));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "{'model':", "{'model' 'm'}", "{'model':'m',}"})
  void refusesWhatIsNoJsonObject(String body) {
    saysItIsNoJson(refusal(body));
  }

  @Test
  void refusesNestingThatNobodyMeans() {
    saysItIsNoJson(refusal("{'model':'m','max_tokens':1,'x':" + "[".repeat(100_000) + "]".repeat(100_000) + "," + HI + "}"));
  }

  @Test
  void saysWhereItIsNoJsonInWordsOfItsOwn() {
    assertEquals("The request body is not valid JSON: unexpected character: line 2 column 4", refusal("{\n'a'=1}").message());
    assertEquals("The request body is not valid JSON: it ends too early", refusal("{'model':'m").message());
  }

  @Test
  void aSystemPromptOfNothingButNulSaysNothing() {
    assertEquals(List.of("S"), read("{'model':'m','max_tokens':1,'system':[{'type':'text','text':'\\u0000 \\n'},{'type':'text','text':'S'}]," + HI + "}").system());
  }

  private static void saysItIsNoJson(Fault fault) {
    assertEquals(FaultKind.INVALID_REQUEST, fault.kind());
    assertTrue(fault.message().matches("The request body is not valid JSON: .{1,170}"), fault.message());
  }

  @Test
  void readsEveryFieldItKnows() {
    var request = read("""
        {'model':'claude-x','max_tokens':9,'system':'S','messages':[{'role':'user','content':[{'type':'text','text':'a'}]},{'role':'system','content':'b'}],
         'tool_choice':{'type':'any','disable_parallel_tool_use':true},'thinking':{'type':'enabled','budget_tokens':2048},'output_config':{'effort':'high'},
         'stop_sequences':['x'],'temperature':1,'top_p':0.5,'top_k':3,'stream':true,'metadata':{'user_id':'u'},'unheard_of':[1]}""");
    var messages = List.of(
        new InputMessage(Role.USER, List.of(new ContentBlock.Text("a"))), new InputMessage(Role.SYSTEM, List.of(new ContentBlock.Text("b"))));
    assertEquals(
        new MessagesRequest("claude-x", OptionalLong.of(9), List.of("S"), List.of(), messages, List.of(), new ToolChoice.Any(), true,
            new ThinkingConfig.Enabled(2048), "high",
            null, List.of("x"), OptionalDouble.of(1), OptionalDouble.of(0.5), OptionalLong.of(3), true, null, null, null),
        request);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'type':'tool_addition'}", "{'type':'tool_removal','tool':'Bash'}", "{'type':'tool_addition','tool':null}"})
  void aChangeOfToolsThatNamesNoToolIsPassedOver(String block) {
    var request = read("{'model':'m','max_tokens':1,'messages':[{'role':'user','content':[" + block + "]}]}");
    assertTrue(request.messages().getFirst().content().getFirst() instanceof ContentBlock.Unknown, request.toString());
  }

  @Test
  void takesTheLargestAndTheLeast() {
    var request = read("{'model':'" + "m".repeat(256) + "','max_tokens':9223372036854775807,'stream':false," + HI + "}");
    assertEquals(256, request.model().length());
    assertEquals(OptionalLong.of(Long.MAX_VALUE), request.maxTokens());
    assertFalse(request.stream());
    assertEquals(OptionalLong.of(0), read("{'model':'m','max_tokens':0," + HI + "}").maxTokens());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      'auto'                        | Auto[]
      {'type':'auto'}               | Auto[]
      'any'                         | Any[]
      {'type':'none'}               | None[]
      {'type':'tool','name':'a'}    | Named[name=a]
      {'type':'unheard_of'}         | null
      """)
  void readsEveryToolChoice(String choice, String read) {
    assertEquals(read, String.valueOf(read("{'model':'m','max_tokens':1,'tool_choice':" + choice + "," + HI + "}").toolChoice()));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      {'type':'adaptive'}                       | Adaptive[]
      {'type':'enabled','budget_tokens':7}      | Enabled[budgetTokens=7]
      {'type':'disabled'}                       | Disabled[]
      {'type':'between_tools'}                  | Disabled[]
      {'type':'unheard_of'}                     | null
      """)
  void readsEveryKindOfThinking(String thinking, String read) {
    assertEquals(read, String.valueOf(read("{'model':'m','max_tokens':1,'thinking':" + thinking + "," + HI + "}").thinking()));
  }

  @Test
  void takesNullForAbsent() {
    var request = read("""
        {'model':'m','max_tokens':1,'system':null,'tools':null,'tool_choice':null,'thinking':null,'output_config':null,'stop_sequences':null,
         'temperature':null,'stream':null,'messages':[{'role':'user','content':'hi'}]}""");
    assertEquals(plain(OptionalLong.of(1)), request);
  }

  @Test
  void countsWithoutALimit() {
    assertEquals(plain(OptionalLong.empty()), changed(MessagesReader.readForCount(json("{'model':'m'," + HI + "}"))));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      x-anthropic-billing-header: cc_version=1; cch=2;             | ``
      x-anthropic-billing-header: cc_version=1;\\n\\nYou are kind. | You are kind.
      You are kind.\\nx-anthropic-billing-header: quoted           | You are kind.\\nx-anthropic-billing-header: quoted
      `\\n x-anthropic-billing-header: cc_version=1;\\n\\nBe kind.` | Be kind.
      ` \\n `                                                      | ``
      """)
  void dropsTheAttributionLine(String system, String kept) {
    var request = read("{'model':'m','max_tokens':1,'system':'" + system + "'," + HI + "}");
    assertEquals(kept.isEmpty() ? List.of() : List.of(kept.replace("\\n", "\n")), request.system());
  }

  @Test
  void inMidConversationItGoesFromSystemMessagesOnly() {
    var line = "{'role':'ROLE','content':'x-anthropic-billing-header: a\\nB'}";
    var messages = read("{'model':'m','max_tokens':1,'messages':[" + line.replace("ROLE", "user") + "," + line.replace("ROLE", "system") + "]}").messages();
    assertEquals(List.of(new ContentBlock.Text("x-anthropic-billing-header: a\nB")), messages.getFirst().content());
    assertEquals(List.of(new ContentBlock.Text("B")), messages.getLast().content());
  }

  private static MessagesRequest plain(OptionalLong maxTokens) {
    var message = new InputMessage(Role.USER, List.of(new ContentBlock.Text("hi")));
    return new MessagesRequest("m", maxTokens, List.of(), List.of(), List.of(message), List.of(), null, false, null, null, null, List.of(), OptionalDouble.empty(),
        OptionalDouble.empty(), OptionalLong.empty(), false, null, null, null);
  }

  @Test
  void keepsWhatItWasReadFromUntilItIsChanged() {
    var body = json("{'model':'m','max_tokens':1," + HI + "}");
    var request = MessagesReader.read(body);
    assertEquals(new MessagesRequest.Original.Messages(body, null, RequestHead.NONE), request.original());
    assertNull(request.withMessages(request.messages()).original());
    assertNull(request.withTools(request.tools(), null).original());
  }

  /// The request without what it was read from.
  private static MessagesRequest read(String body) {
    return changed(MessagesReader.read(json(body)));
  }

  private static MessagesRequest changed(MessagesRequest request) {
    return request.withMessages(request.messages());
  }

  private static Fault refusal(String body) {
    return assertThrows(Refusal.class, () -> read(body)).fault();
  }

  private static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
