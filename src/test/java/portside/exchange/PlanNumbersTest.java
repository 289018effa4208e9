package portside.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.FakeClock;
import portside.ScriptedProvider;
import portside.provider.settings.Settings;
import portside.upstream.DeadlineTicker;
import portside.upstream.HelidonUpstream;
import portside.wire.Json;

/// What providers say of plans. The bodies have the shapes of their documentation, or, where there is none, of what their own clients read.
class PlanNumbersTest {
  @TempDir private Path folder;
  private final FakeClock clock = new FakeClock();
  private final DeadlineTicker deadlines = DeadlineTicker.started();

  @AfterEach
  void close() {
    deadlines.close();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "api.z.ai | {'code':200,'data':{'limits':[{'type':'TIME_LIMIT','unit':5,'number':1,'usage':100,'percentage':28,'nextResetTime':1772615765983},"
        + "{'type':'TOKENS_LIMIT','unit':3,'number':5,'percentage':1,'nextResetTime':1771073738808},{'type':'TOKENS_LIMIT','unit':6,'number':1,'percentage':7}],"
        + "'level':'lite'},'success':true} | {'windows':[{'window':'month of tools','used_percent':28,'resets_at':'2026-03-04T09:16:05.983Z'},"
        + "{'window':'5h','used_percent':1,'resets_at':'2026-02-14T12:55:38.808Z'},{'window':'week','used_percent':7,'resets_at':null}]}",
    "api.z.ai | {'code':401,'msg':'token expired or incorrect','success':false} | ",
    "api.kimi.com | {'usage':{'limit':'100','remaining':'74','resetTime':'2026-02-11T17:32:50Z'},'limits':[{'window':{'duration':300,'timeUnit':'TIME_UNIT_MINUTE'},"
        + "'detail':{'limit':'300','remaining':'200','resetTime':'2026-02-07T12:32:50Z'}}]} | {'windows':[{'window':'week','used_percent':26,"
        + "'resets_at':'2026-02-11T17:32:50Z'},{'window':'5h','used_percent':33.3,'resets_at':'2026-02-07T12:32:50Z'}]}",
    "api.kimi.com | {'usage':{'limit':'10','remaining':'10'},'limits':[{'window':{'duration':90,'timeUnit':'TIME_UNIT_MINUTE'},'detail':{'limit':'4','remaining':'4'}},"
        + "{'window':{'duration':3,'timeUnit':'TIME_UNIT_HOUR'},'detail':{'limit':'4','remaining':'3'}},{'window':{'duration':7,'timeUnit':'TIME_UNIT_DAY'},"
        + "'detail':{'limit':'4','remaining':'0'}},{'window':{'duration':7,'timeUnit':'MOON'},'detail':{'limit':'4','remaining':'1'}},{'detail':{'limit':'4','remaining':'2'}}]} | "
        + "{'windows':[{'window':'week','used_percent':0,'resets_at':null},{'window':'90m','used_percent':0,'resets_at':null},{'window':'3h','used_percent':25,'resets_at':null},"
        + "{'window':'7d','used_percent':100,'resets_at':null},{'window':'unknown','used_percent':75,'resets_at':null},{'window':'unknown','used_percent':50,'resets_at':null}]}",
    "api.kimi.com | {'usage':{'limit':'0','remaining':'0'}} | {'windows':[{'window':'week','used_percent':null,'resets_at':null}]}",
    "api.moonshot.ai | {'code':0,'data':{'available_balance':49.58894,'voucher_balance':46.58893,'cash_balance':3.00001}} | {'balance':{'amount':49.58894,'currency':'USD'}}",
    "api.moonshot.cn | {'data':{'available_balance':0}} | {'balance':{'amount':0,'currency':'CNY'}}",
    "api.deepseek.com | {'is_available':true,'balance_infos':[{'currency':'CNY','total_balance':'0.00'},{'currency':'USD','total_balance':'110.00'}]} | "
        + "{'balance':{'amount':110.00,'currency':'USD'}}",
    "api.deepseek.com | {'is_available':false,'balance_infos':[]} | ",
    "openrouter.ai | {'data':{'label':'x','usage':12.5,'limit':50,'limit_remaining':37.5}} | {'balance':{'amount':37.5,'currency':'USD'},'used':{'amount':12.5,'currency':'USD'}}",
    "openrouter.ai | {'data':{'usage':12.5,'limit':null,'limit_remaining':null}} | {'balance':null,'used':{'amount':12.5,'currency':'USD'}}",
  })
  void numbersOfEachProvider(String host, String answer, String numbers) throws Exception {
    var read = PlanNumbers.row(host).reader().apply(Json.object(answer.replace('\'', '"'))).map(json -> json.build().toString().replace('"', '\''));
    assertEquals(Optional.ofNullable(numbers), read);
  }

  @Test
  void eachKeyIsAskedOnceAMinuteAtItsOwnHost() throws Exception {
    try (var provider = new ScriptedProvider()) {
      var calls = new AtomicInteger();
      provider.then(line -> {
        if (calls.incrementAndGet() == 2) {
          line.whole(503, "text/html", "down");
        } else {
          line.whole(200, "application/json", "{\"data\":{\"available_balance\":1.5}}");
        }
      });
      var file = Files.writeString(folder.resolve(".env-a"), "OPENAI_BASE_URL=" + provider.url() + "/deep\nOPENAI_API_KEY=k1\nBIG_MODEL=m\nMIDDLE_MODEL=m\nSMALL_MODEL=m\n");
      var chain = Settings.load(Optional.of(file.toString()), Map.of()).chain();
      var row = new PlanNumbers.Row("127.0.0.1", "/v1/users/me/balance", false, PlanNumbers.row("api.moonshot.ai").reader());
      var plans = new PlanNumbers(List.of(row), to -> new HelidonUpstream(to, "test", deadlines), clock);
      for (int n = 0; n < 2; n++) {
        assertEquals("{a=[{\"key\":1,\"balance\":{\"amount\":1.5,\"currency\":\"USD\"}}]}", plans.of(chain).toString());
        clock.pass(Duration.ofSeconds(59));
      }
      var request = provider.take();
      assertEquals("GET /v1/users/me/balance HTTP/1.1 Bearer k1", request.line() + " " + request.head().get("authorization"));
      assertEquals(0, provider.waiting());
      assertEquals("{a=[{\"key\":1,\"quota_error\":\"HTTP 503\"}]}", plans.of(chain).toString());
      assertEquals(Map.of(), new PlanNumbers(List.of(), to -> new HelidonUpstream(to, "test", deadlines), clock).of(chain));
    }
  }
}
