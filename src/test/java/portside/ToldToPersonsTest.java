package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.wire.Json;

/// What a person at Claude Code reads of faults that only a person can mend, and what programs get of the same.
class ToldToPersonsTest {
  /// What a person must do stands in the message, at a status with which Claude Code shows it; SDKs get the one they know.
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "404 | {'error':{'message':'The model `x` does not exist'}}        | 404 | 424 | not_found_error",
    "400 | {'error':{'message':'Model Not Exist'}}                     | 404 | 424 | not_found_error",
    "410 | {'error':{'message':'The model x has been retired'}}        | 404 | 424 | not_found_error",
    "401 | {'error':{'message':'Incorrect API key'}}                   | 401 | 424 | authentication_error",
    "403 | {'error':{'message':'not yours'}}                           | 403 | 424 | permission_error",
    "400 | {'error':{'message':'no','code':'content_filter'}}          | 400 | 424 | invalid_request_error",
    "402 | {'error':{'message':'Insufficient Balance'}}                | 402 | 402 | billing_error",
    "400 | {'error':{'message':'bad thing'}}                           | 400 | 400 | invalid_request_error",
  })
  void whatWordsCannotHealIsShownToThePerson(int status, String body, int ofSdks, int ofClaudeCode, String type) throws Exception {
    for (var stream : new boolean[] {true, false}) {
      try (var provider = new ScriptedProvider().then(line -> line.whole(status, "application/json", body.replace('\'', '"')));
          var proxy = RunningProxy.before(provider.url())) {
        for (var answer : List.of(proxy.post("/v1/messages", RunningProxy.hello(stream)), proxy.post("/v1/messages", RunningProxy.hello(stream), "x-app", "cli"))) {
          provider.take();
          assertEquals(type, Json.object(answer.body()).getJsonObject("error").getString("type"));
        }
        assertEquals(ofSdks, proxy.post("/v1/messages", RunningProxy.hello(stream)).statusCode());
        assertEquals(ofClaudeCode, proxy.post("/v1/messages", RunningProxy.hello(stream), "x-app", "cli").statusCode());
        provider.take();
        provider.take();
        assertEquals(0, provider.waiting(), "asked once only");
      }
    }
  }

  @Test
  void anUnknownModelIsTracedToItsSetting() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(404, "application/json", "{\"error\":{\"message\":\"no such model\"}}"));
        var proxy = RunningProxy.before(provider.url())) {
      var source = Json.object(proxy.post("/v1/messages", RunningProxy.hello(false)).body()).getJsonObject("error").getString("message");
      assertTrue(source.matches("model: middle \\(upstream test: no such model\\); MIDDLE_MODEL in \\S*\\.env-test names this model: "
          + "set it to one that test offers and restart the proxy"), source);
      var own = proxy.post("/v1/messages", RunningProxy.hello(false).replace("claude-sonnet-5-5", "gpt-x")).body();
      assertTrue(own.contains("model: gpt-x (upstream test: no such model); the client asked for this model by its own name"), own);
      assertTrue(own.contains("big, middle, small"), own);
    }
  }

  /// The client would blame Anthropic's safeguards.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anAnswerThatIsWithheldNamesWhoWithholdsIt(boolean stream) throws Exception {
    for (var said : new String[] {"", "I"}) {
      try (var provider = new ScriptedProvider().then(line -> {
            line.stream();
            if (!said.isEmpty()) {
              line.text(said);
            }
            line.event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"content_filter\"}]}");
            line.event("[DONE]");
            line.chunkEnd();
          });
          var proxy = RunningProxy.before(provider.url())) {
        var program = proxy.post("/v1/messages", RunningProxy.hello(stream));
        assertEquals(200, program.statusCode());
        assertTrue(program.body().contains("\"stop_reason\":\"refusal\""), program.body());
        var person = proxy.post("/v1/messages", RunningProxy.hello(stream), "x-app", "cli");
        assertEquals(said.isEmpty() ? 424 : 200, person.statusCode(), person.body());
        assertEquals(said.isEmpty(), person.body().contains("upstream test withheld its answer"), person.body());
        assertEquals(!said.isEmpty(), person.body().contains("message_start") || person.body().contains("\"stop_reason\":\"refusal\""), person.body());
      }
    }
  }
}
