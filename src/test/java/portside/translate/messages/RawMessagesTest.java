package portside.translate.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static portside.provider.dialect.Column.BETAS;
import static portside.provider.dialect.Column.EXTRA_BODY;
import static portside.provider.dialect.Column.REPLAY;
import static portside.provider.dialect.Column.SYSTEM_IN_PLACE;
import static portside.provider.dialect.Column.WITHOUT;
import static portside.provider.dialect.Column.WITHOUT_BETAS;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.ExtraMember;
import portside.provider.dialect.Dialect.Replay;
import portside.provider.dialect.rows.ClaudeRows;
import portside.translate.tools.NameDigest;
import portside.wire.anthropic.BetaField;

/// What of a client's own request is changed on its way to Claude, and that nothing else is.
class RawMessagesTest {
  private static final Dialect CLAUDE = ClaudeRows.ANTHROPIC.rules().getFirst().row();
  private static final String USER = "{'role':'user','content':'go'}";
  private static final String ANSWERED = "{'role':'user','content':[{'type':'tool_result','tool_use_id':'ID','content':'ok'}]}";

  private static String body(String messages) {
    return "{'model':'m','max_tokens':1,'messages':[" + messages + "]}";
  }

  private static String assistant(String blocks) {
    return "{'role':'assistant','content':[" + blocks + "]}";
  }

  private static void becomes(String sent, String expected, Dialect row, String betas) {
    var bytes = json(sent).getBytes(StandardCharsets.UTF_8);
    assertEquals(json(expected), new String(RawMessages.write(bytes, row, "m", Betas.of(betas, row)), StandardCharsets.UTF_8));
  }

  private static void becomes(String sent, String expected) {
    becomes(sent, expected, CLAUDE, "");
  }

  private static void passes(String sent) {
    var bytes = json(sent).getBytes(StandardCharsets.UTF_8);
    assertSame(bytes, RawMessages.write(bytes, CLAUDE, "m", Betas.of("", CLAUDE)));
  }

  @ParameterizedTest
  @CsvSource({"EqQBCg==, true", "CiQKI, true", "RXhh, true", "'', false", "portside2:0:think:AAAAAAAAAAAAAAAA, false", "AVSx, false", "E q, false", "Eq{}, false"})
  void thinkingStaysWhenItsSignatureMayBeClaudes(String signature, boolean genuine) {
    var thinking = "{'type':'thinking','thinking':'h','signature':'" + signature + "'},";
    var call = "{'type':'tool_use','id':'toolu_1','name':'t','input':{}}";
    var rest = "," + ANSWERED.replace("ID", "toolu_1");
    var sent = body(USER + "," + assistant(thinking + call) + rest);
    if (genuine) {
      passes(sent);
    } else {
      becomes(sent, body(USER + "," + assistant(call) + rest));
    }
  }

  @Test
  void redactedThinkingStays() {
    passes(body(USER + "," + assistant("{'type':'redacted_thinking','data':'x'},{'type':'text','text':'a'}") + "," + USER));
  }

  @Test
  void membersOfOtherMakersLeaveACall() {
    var call = "{'type':'tool_use','id':'toolu_1','name':'t','input':{'signature':'stays'}MORE}";
    var rest = "," + ANSWERED.replace("ID", "toolu_1");
    becomes(body(USER + "," + assistant(call.replace("MORE", ",'signature':'s','thoughtSignature':'t','extra_content':{}")) + rest),
        body(USER + "," + assistant(call.replace("MORE", "")) + rest));
  }

  @Test
  void anIdOfOddLettersIsReplacedInCallAndResultAlike() {
    var call = "{'type':'tool_use','id':'ID','name':'t','input':{}}";
    var sent = body(USER + "," + assistant(call.replace("ID", "functions.t:0")) + "," + ANSWERED.replace("ID", "functions.t:0"));
    var id = NameDigest.fit("functions.t:0", 64);
    becomes(sent, body(USER + "," + assistant(call.replace("ID", id)) + "," + ANSWERED.replace("ID", id)));
  }

  @Test
  void aSearchOfOthersIsToldInWordsAndClaudesOwnStays() {
    var call = "{'type':'server_tool_use','id':'srvtoolu_1','name':'web_search','input':{'query':'q'}}";
    var hits = "{'type':'web_search_tool_result','tool_use_id':'srvtoolu_1','content':[{'type':'web_search_result','title':'T','url':'u','encrypted_content':'SEAL'}]}";
    passes(body(USER + "," + assistant(call + "," + hits.replace("SEAL", "EqQ")) + "," + USER));
    becomes(body(USER + "," + assistant(call + "," + hits.replace("SEAL", "")) + "," + USER),
        body(USER + "," + assistant("{'type':'text','text':'[web_search: q]'},{'type':'text','text':'[web_search results]\\nT – u'}") + "," + USER));
    becomes(body(USER + "," + assistant(call.replace("srvtoolu_1", "call_1") + "," + hits.replace("srvtoolu_1", "call_1").replace("SEAL", "EqQ")) + "," + USER),
        body(USER + "," + assistant("{'type':'text','text':'[web_search: q]'},{'type':'text','text':'[web_search results]\\nT – u'}") + "," + USER));
  }

  @Test
  void noMarkOutlivesOneBeforeItAndNoneStandsInAResult() {
    var hour = "{'type':'text','text':'a','cache_control':{'type':'ephemeral','ttl':'1h'}}";
    var short5 = "{'type':'text','text':'b','cache_control':{'type':'ephemeral'}}";
    passes(body("{'role':'user','content':[" + hour + "," + short5 + "]}"));
    becomes(body("{'role':'user','content':[" + short5 + "," + hour + "]}"), body("{'role':'user','content':[" + short5 + "," + hour.replace(",'ttl':'1h'", "") + "]}"));
    var result = "{'role':'user','content':[{'type':'tool_result','tool_use_id':'toolu_1','content':[{'type':'text','text':'x'MARK}],'cache_control':{'type':'ephemeral'}}]}";
    becomes(body(result.replace("MARK", ",'cache_control':{'type':'ephemeral'}")), body(result.replace("MARK", "")));
  }

  @Test
  void aSystemMessageBecomesTheUsersWordsWhereThereIsNoPlaceForIt() {
    var older = CLAUDE.with(SYSTEM_IN_PLACE, false);
    var note = "{'role':'system','content':[{'type':'text','text':'mind'}]}";
    var reminder = "{'type':'text','text':'<system-reminder>\\nmind\\n</system-reminder>'}";
    passes(body(USER + "," + note));
    becomes(body(USER + "," + note), body("{'role':'user','content':[{'type':'text','text':'go'}," + reminder + "]}"), older, "");
    var call = assistant("{'type':'tool_use','id':'ID','name':'t','input':{}}");
    becomes(body(USER + "," + call + "," + note + "," + ANSWERED),
        body(USER + "," + call + ",{'role':'user','content':[{'type':'tool_result','tool_use_id':'ID','content':'ok'}," + reminder + "]}"), older, "");
    becomes(body(note + "," + assistant("{'type':'text','text':'a'}") + "," + USER),
        body("{'role':'user','content':[" + reminder + "]}," + assistant("{'type':'text','text':'a'}") + "," + USER), older, "");
  }

  @Test
  void afterARefusedSignatureAllThinkingGoes() {
    var row = CLAUDE.with(REPLAY, Replay.NONE);
    var thinking = "{'type':'thinking','thinking':'h','signature':'EqQ'},{'type':'redacted_thinking','data':'x'},";
    var call = "{'type':'tool_use','id':'ID','name':'t','input':{}}";
    var members = "{'model':'m','max_tokens':1,THINKING'context_management':{'edits':[CLEAR{'type':'clear_tool_uses_20250919'}]},'messages':[" + USER + ",";
    becomes(members.replace("THINKING", "'thinking':{'type':'adaptive'},").replace("CLEAR", "{'type':'clear_thinking_20251015'},") + assistant(thinking + call) + "," + ANSWERED + "]}",
        members.replace("THINKING", "").replace("CLEAR", "") + assistant(call) + "," + ANSWERED + "]}", row, "");
    becomes(members.replace("THINKING", "'thinking':{'type':'adaptive'},").replace("CLEAR", "") + assistant(thinking + "{'type':'text','text':'a'}") + "," + USER + "]}",
        members.replace("THINKING", "'thinking':{'type':'adaptive'},").replace("CLEAR", "") + assistant("{'type':'text','text':'a'}") + "," + USER + "]}", row, "");
  }

  @Test
  void whatTheRowTakesOutOrAddsHoldsHereToo() {
    becomes(body(USER), "{'model':'m','messages':[" + USER + "],'speed':'fast'}", CLAUDE.with(WITHOUT, "max_tokens").with(EXTRA_BODY, new ExtraMember("speed", "\"fast\"")), "");
  }

  private static final String FULL = "{'model':'m','max_tokens':1,'context_management':{'edits':[]},'output_config':{'effort':'low','format':{'type':'json_schema','schema':{}}},"
      + "'tools':[{'name':'t','defer_loading':true,'input_schema':{'type':'object','properties':{'cache_control':{'ttl':'x'}}},'cache_control':{'type':'ephemeral','ttl':'1h','scope':'global'}}],"
      + "'messages':[{'role':'user','content':'go'},{'role':'system','content':[{'type':'tool_addition','tool':{'name':'t'}},{'type':'text','text':'n'}],'output_config':{'effort':'high'}}]}";

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "context-management-2025-06-27              | 'context_management':{'edits':[]},",
    "effort-2025-11-24                          | 'effort':'low',",
    "structured-outputs-2025-12-15              | ,'format':{'type':'json_schema','schema':{}}",
    "per-turn-control-2026-07-01                | ,'output_config':{'effort':'high'}",
    "advanced-tool-use-2025-11-20               | 'defer_loading':true,",
    "extended-cache-ttl-2025-04-11              | ,'ttl':'1h'",
    "prompt-caching-scope-2026-01-05            | ,'scope':'global'",
    "mid-conversation-tool-changes-2026-07-01   | {'type':'tool_addition','tool':{'name':'t'}},"})
  void aFieldGoesWithItsBeta(String beta, String part) {
    var row = CLAUDE.with(WITHOUT_BETAS, beta);
    becomes(FULL, FULL.replace(part, ""), row, "a-1," + beta);
    assertEquals("a-1,b-2", Betas.of("a-1," + beta + ",b-2", row).header());
  }

  @Test
  void betasAreFilteredByTheirBeginningsAndPassAsWrittenWhereAllGo() {
    assertEquals("a-1 ,b-2", Betas.of("a-1 ,b-2", CLAUDE).header());
    var row = CLAUDE.with(BETAS, "interleaved-thinking-", "advanced-tool-use-");
    var betas = Betas.of("claude-code-20250219, interleaved-thinking-2025-05-14,context-management-2025-06-27,advanced-tool-use-2025-11-20", row);
    assertEquals("interleaved-thinking-2025-05-14,advanced-tool-use-2025-11-20", betas.header());
    becomes(FULL, FULL.replace("'context_management':{'edits':[]},", ""), row, "claude-code-20250219,context-management-2025-06-27,advanced-tool-use-2025-11-20");
    assertEquals("", Betas.of("a-1", CLAUDE.with(BETAS)).header());
  }

  @ParameterizedTest
  @CsvSource({
    "context_management, context-management-2025-06-27",
    "output_config.effort, effort-2025-11-24",
    "output_config.format, structured-outputs-2025-12-15",
    "messages.3.output_config, per-turn-control-2026-07-01",
    "tools.0.custom.defer_loading, advanced-tool-use-2025-11-20",
    "messages.1.content.0.tool_result.content.0.tool_reference, advanced-tool-use-2025-11-20",
    "system.1.cache_control.ephemeral.scope, prompt-caching-scope-2026-01-05",
    "messages.0.content.0.text.cache_control.ephemeral.ttl, extended-cache-ttl-2025-04-11",
    "system.0.cache_control.scope, prompt-caching-scope-2026-01-05",
    "tools.0.custom.strict, ''",
    "metadata.user_id, ''"})
  void anErrorNamesAFieldByItsPath(String path, String beta) {
    assertEquals(beta, BetaField.at(path).map(BetaField::beta).orElse(""));
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
