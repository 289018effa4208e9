package portside.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.wire.Json;

class DemoProviderTest {
  private static final String BASH = """
      "tools":[{"type":"function","function":{"name":"Bash","parameters":{"type":"object","properties":{"command":{"type":"string"}},"required":["command"]}}}]""";
  private static DemoProvider demo;
  private static HttpClient client;

  @BeforeAll
  static void start() {
    demo = DemoProvider.start(Pace.NONE);
    client = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    client.close();
    demo.close();
  }

  @Test
  void modelsAreListed() throws Exception {
    var answer = client.send(HttpRequest.newBuilder(URI.create(demo.baseUrl() + "/models")).build(), HttpResponse.BodyHandlers.ofString());
    assertEquals(List.of("demo-big", "demo-middle", "demo-small"),
        Json.object(answer.body()).getJsonArray("data").stream().map(model -> model.asJsonObject().getString("id")).toList());
  }

  @Test
  void anAnswerQuotesWhatThePersonWroteWithoutTheRemindersOfTheClient() throws Exception {
    var content = whole(asking("<system-reminder>demo: fail 500</system-reminder>Good morning<system-reminder>run date")).getString("content");
    assertTrue(content.contains("You wrote: “Good morning”"), content);
  }

  @Test
  void aStreamSaysWhatTheWholeAnswerSays() throws Exception {
    var request = request("reason about it, then run echo hello", "\"max_tokens\":500," + BASH);
    var message = whole(request);
    var streamed = streamed(request);
    assertEquals("Bash {\"command\":\"echo hello\"}", calls(message));
    assertEquals(List.of(message.getString("reasoning_content"), "I will use Bash.", calls(message), "tool_calls"), streamed);
  }

  @Test
  void aStreamIsMadeOfTheEventsOfTheOpenAiApi() throws Exception {
    var events = events(request("write 2 words", "\"stream_options\":{\"include_usage\":true},\"model\":\"demo-small\""));
    assertEquals("[DONE]", events.removeLast());
    var usage = Json.object(events.removeLast());
    assertEquals(0, usage.getJsonArray("choices").size());
    assertEquals(2, usage.getJsonObject("usage").getInt("completion_tokens"));
    var choices = new ArrayList<String>();
    for (var event : events) {
      var chunk = Json.object(event);
      assertEquals("chat.completion.chunk demo-small", chunk.getString("object") + " " + chunk.getString("model"));
      choices.add(Json.text(chunk.getJsonArray("choices").getFirst()));
    }
    assertEquals(List.of(
        "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}",
        "{\"index\":0,\"delta\":{\"content\":\"The\"},\"finish_reason\":null}",
        "{\"index\":0,\"delta\":{\"content\":\" harbour\"},\"finish_reason\":null}",
        "{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}"), choices);
  }

  @Test
  void anOrderOfTwoStepsTakesTwoRoundsAndEndsWithTheResults() throws Exception {
    var order = user("run date, then run pwd");
    var first = turn("call_1", "Bash", "Saturday");
    var second = turn("call_2", "Bash", "/home/me");
    assertEquals("Bash {\"command\":\"date\"}", calls(whole(messages(List.of(order), BASH))));
    assertEquals("Bash {\"command\":\"pwd\"}", calls(whole(messages(List.of(order, first), BASH))));
    var last = whole(messages(List.of(order, first, second), BASH));
    assertEquals("The tool Bash returned: /home/me", last.getString("content"));
    assertEquals("", calls(last));
    assertEquals("Bash {\"command\":\"ls .\"}", calls(whole(messages(List.of(order, first, second, assistant("Done."), user("list files")), BASH))));
  }

  @Test
  void textOfTheClientBesideAResultIsNoNewOrder() throws Exception {
    var said = whole(messages(List.of(user("run date"), turn("call_1", "Bash", "Saturday"), user("run pwd")), BASH));
    assertEquals("The tool Bash returned: Saturday", said.getString("content"));
  }

  @Test
  void aToolThatIsNotLoadedIsLoadedFirstAndNotLookedForTwice() throws Exception {
    var finder = "{\"type\":\"function\",\"function\":{\"name\":\"ToolSearch\",\"parameters\":{\"properties\":{\"query\":{\"type\":\"string\"}},\"required\":[\"query\"]}}}";
    var fetch = "{\"type\":\"function\",\"function\":{\"name\":\"WebFetch\",\"parameters\":{\"properties\":{\"url\":{\"type\":\"string\"}},\"required\":[\"url\"]}}}";
    var order = user("use the WebFetch tool on https://example.com/a");
    var found = turn("call_1", "ToolSearch", "Tool loaded.");
    assertEquals("ToolSearch {\"query\":\"select:WebFetch\"}", calls(whole(messages(List.of(order), "\"tools\":[" + finder + "]"))));
    assertEquals("WebFetch {\"url\":\"https://example.com/a\"}", calls(whole(messages(List.of(order, found), "\"tools\":[" + fetch + "," + finder + "]"))));
    assertEquals("", calls(whole(messages(List.of(order, found), "\"tools\":[" + finder + "]"))));
  }

  @Test
  void relativePathsAreMadeAbsoluteWithTheFolderOfTheSystemPrompt() throws Exception {
    var read = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"Read\",\"parameters\":{\"properties\":{\"file_path\":{\"type\":\"string\"}},\"required\":[\"file_path\"]}}}]";
    var system = "{\"role\":\"system\",\"content\":\"# Environment\\n - Primary working directory: /srv/app\\n\"}";
    assertEquals("Read {\"file_path\":\"/srv/app/README.md\"}", calls(whole(messages(List.of(system, user("read README.md")), read))));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
      "none"                                         | stop       |
      "auto"                                         | stop       |
      "required"                                     | tool_calls | Bash {"command":"Hello"}
      {"type":"function","function":{"name":"Bash"}} | tool_calls | Bash {"command":"Hello"}
      """)
  void toolChoiceIsHonoured(String choice, String finish, String calls) throws Exception {
    var answer = post(request("Hello", "\"tool_choice\":" + choice + "," + BASH));
    var first = answer.getJsonArray("choices").getJsonObject(0);
    assertEquals(finish, first.getString("finish_reason"));
    assertEquals(calls == null ? "" : calls, calls(first.getJsonObject("message")));
  }

  @Test
  void theClientsToolForAFinalAnswerIsCalledOnceAtTheEnd() throws Exception {
    var tools = BASH.substring(0, BASH.length() - 1)
        + ",{\"type\":\"function\",\"function\":{\"name\":\"StructuredOutput\",\"parameters\":{\"properties\":{\"answer\":{\"type\":\"string\"}},\"required\":[\"answer\"]}}}]";
    var order = user("run date");
    var ran = turn("call_1", "Bash", "Saturday");
    assertEquals("Bash {\"command\":\"date\"}", calls(whole(messages(List.of(order), tools))));
    assertEquals("StructuredOutput {\"answer\":\"Saturday\"}", calls(whole(messages(List.of(order, ran), tools))));
    assertEquals("", calls(whole(messages(List.of(order, ran, turn("call_2", "StructuredOutput", "ok")), tools))));
  }

  @Test
  void anOutputSchemaIsFilled() throws Exception {
    var format = "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"t\",\"schema\":{\"properties\":{\"title\":{\"type\":\"string\"},\"isNew\":{\"type\":\"boolean\"}}}}}";
    var content = whole(request("<session>fix the login of the shop, it fails</session>", format)).getString("content");
    assertEquals("{\"title\":\"Fix the login of the shop,\",\"isNew\":false}", content);
  }

  @Test
  void aConversationIsSummarisedInTheFormOfClaudeCode() throws Exception {
    var messages = List.of(user("run date"), turn("call_1", "Bash", "Saturday"), assistant("It is Saturday."), user("Your task is to create a detailed summary of the conversation so far. List files."));
    var content = whole(messages(messages, BASH)).getString("content");
    assertTrue(content.endsWith("<summary>\nThe person asked, in order:\n- run date\n</summary>"), content);
  }

  @Test
  void whatIsQuotedAndWrittenHasAnEnd() throws Exception {
    var quoted = whole(asking("x".repeat(600))).getString("content");
    assertTrue(quoted.contains("“" + "x".repeat(600) + "”"), quoted);
    quoted = whole(asking("x".repeat(601))).getString("content");
    assertTrue(quoted.contains("“" + "x".repeat(599) + "…”"), quoted);
    assertEquals(20_000, whole(asking("write 20001 words")).getString("content").split(" ").length);
  }

  @Test
  void itSpeaksAsFastAsAQuickModelOrTenTimesAsSlow() {
    assertEquals(new Pace(Duration.ofMillis(20)), Pace.NATURAL);
    assertEquals(new Pace(Duration.ofMillis(200)), Pace.NATURAL.slower());
    assertEquals(new Pace(Duration.ofMillis(5)), Pace.NONE.slower());
  }

  @Test
  void maxTokensEndsAnAnswerEarly() throws Exception {
    var answer = post(request("write 50 words", "\"max_tokens\":3")).getJsonArray("choices").getJsonObject(0);
    assertEquals("length The harbour wakes", answer.getString("finish_reason") + " " + answer.getJsonObject("message").getString("content"));
  }

  @Test
  void thePartOfThePromptSeenBeforeIsCached() throws Exception {
    var long1 = user("x".repeat(2_000));
    post(messages(List.of(long1), "\"model\":\"demo\""));
    var usage = post(messages(List.of(long1, assistant("yes"), user("more")), "\"model\":\"demo\"")).getJsonObject("usage");
    assertEquals(512, usage.getJsonObject("prompt_tokens_details").getInt("cached_tokens")); // the first message, in whole steps of 128
    var other = post(messages(List.of(user("y".repeat(2_000))), "\"model\":\"demo\"")).getJsonObject("usage");
    assertEquals(0, other.getJsonObject("prompt_tokens_details").getInt("cached_tokens"));
  }

  @ParameterizedTest
  @CsvSource({"fail 401, 401, invalid_api_key", "fail 402, 402, insufficient_balance", "fail 429, 429, rate_limit_exceeded", "fail 500, 500, demo",
    "fail 503, 503, overloaded", "fail 529, 529, overloaded", "fail overflow, 400, context_length_exceeded"})
  void itFailsOnceWhenTold(String how, int status, String code) throws Exception {
    var request = asking("demo: " + how + ". Hello");
    var first = send(request);
    assertEquals(status + " " + code, first.statusCode() + " " + Json.object(first.body()).getJsonObject("error").getString("code"));
    assertEquals(status == 429 ? List.of("1") : List.of(), first.headers().allValues("retry-after"));
    assertTrue(whole(request).getString("content").contains("You wrote: “Hello”"));
    assertEquals(status, send(request).statusCode(), "the next conversation of the same words");
  }

  @Test
  void nothingIsQuotedOfAPromptThatOnlyCommands() throws Exception {
    var request = asking("demo: fail 429");
    assertEquals(429, send(request).statusCode());
    var said = whole(request).getString("content");
    assertTrue(said.startsWith("This is the demo provider of Portside: there is no model behind it.\n"), said);
  }

  /// What the proxy makes of a prompt that failed and the next one is one message; another client may send two.
  @Test
  void onlyWhatWasWrittenLastCommands() throws Exception {
    assertEquals(402, send(asking("demo: fail 402")).statusCode());
    for (var messages : List.of(List.of(user("demo: fail 402\n\nhello")), List.of(user("demo: fail 402"), user("hello")))) {
      var said = whole(messages(messages, "\"model\":\"demo-big\"")).getString("content");
      assertTrue(said.contains("You wrote: “hello”"), said);
    }
    assertEquals(429, send(asking("demo: fail 402\n\nhello\n\ndemo: fail 429")).statusCode());
  }

  @Test
  void theSameWordsInAnotherConversationFailByThemselves() throws Exception {
    var first = messages(List.of(user("hi"), assistant("hello"), user("demo: fail 500")), "\"model\":\"demo-big\"");
    var second = messages(List.of(user("hey"), assistant("hello"), user("demo: fail 500")), "\"model\":\"demo-big\"");
    var title = messages(List.of(user("hi"), assistant("hello"), user("demo: fail 500")), "\"model\":\"demo-small\"");
    assertEquals(List.of(500, 500, 500, 200, 200, 200), List.of(send(first).statusCode(), send(second).statusCode(), send(title).statusCode(),
        send(first).statusCode(), send(second).statusCode(), send(title).statusCode()));
  }

  @Test
  void whatTheClientPutIntoAPromptIsNotQuoted() throws Exception {
    var said = whole(asking("<command-message>init</command-message>\n<command-name>/init</command-name>\n<local-command-stdout>done</local-command-stdout>\n"
        + "<ide_opened_file>a.txt</ide_opened_file>Good <b>morning</b>")).getString("content");
    assertTrue(said.contains("You wrote: “Good <b>morning</b>”"), said);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "think, then say hello | hello", "Say hello in one word. | hello", "please reply with exactly `OK` | OK", "think about it and say good morning! | good morning"
  })
  void itSaysWhatItIsToldToSay(String order, String words) throws Exception {
    assertEquals(words, whole(asking(order)).getString("content"));
  }

  @Test
  void itFailsSeveralTimesWhenTold() throws Exception {
    var request = asking("demo: fail 529 3 times, hello again");
    var statuses = new ArrayList<Integer>();
    for (var i = 0; i < 5; i++) {
      statuses.add(send(request).statusCode());
    }
    assertEquals(List.of(529, 529, 529, 200, 529), statuses);
  }

  @Test
  void aCutStreamEndsWithoutItsLastChunk() {
    var error = assertThrows(IOException.class, () -> send(asking("demo: cut").replaceFirst("\\{", "{\"stream\":true,")));
    assertEquals("chunked transfer encoding, state: READING_LENGTH", error.getMessage()); // how the JDK words a body that just stops
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo: stall", "demo: hang"})
  void whoWaitsForASilentDemoIsSeenLeaving(String order) throws Exception {
    try (var silent = DemoProvider.start(Pace.NONE); var socket = new Socket(silent.baseUrl().getHost(), silent.baseUrl().getPort())) {
      var body = asking(order).replaceFirst("\\{", "{\"stream\":true,").getBytes(StandardCharsets.UTF_8);
      socket.getOutputStream().write(("POST /v1/chat/completions HTTP/1.1\r\nHost: demo\r\nContent-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().write(body);
      socket.shutdownOutput();
      socket.setSoTimeout((int) Duration.ofSeconds(10).toMillis());
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8); // ends only because the demo saw the end of ours
      assertEquals(order.endsWith("stall") ? 5 : 0, answer.split("data: ", -1).length - 1, answer);
    }
  }

  private static String asking(String text) {
    return request(text, "\"model\":\"demo-big\"");
  }

  private static String request(String text, String members) {
    return messages(List.of(user(text)), members);
  }

  private static String messages(List<String> messages, String members) {
    return "{" + members + ",\"messages\":[" + String.join(",", messages) + "]}";
  }

  private static String user(String text) {
    return "{\"role\":\"user\",\"content\":" + Json.text(Json.BUILD.createArrayBuilder().add(Json.BUILD.createObjectBuilder().add("type", "text").add("text", text)).build()) + "}";
  }

  private static String assistant(String text) {
    return "{\"role\":\"assistant\",\"content\":\"" + text + "\"}";
  }

  private static String turn(String id, String tool, String result) {
    return "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"" + id + "\",\"type\":\"function\",\"function\":{\"name\":\"" + tool + "\",\"arguments\":\"{}\"}}]},"
        + "{\"role\":\"tool\",\"tool_call_id\":\"" + id + "\",\"content\":\"" + result + "\"}";
  }

  private static HttpResponse<String> send(String body) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(URI.create(demo.baseUrl() + "/chat/completions")).timeout(Duration.ofSeconds(20))
        .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static JsonObject post(String body) throws Exception {
    return Json.object(send(body).body());
  }

  private static JsonObject whole(String body) throws Exception {
    return post(body).getJsonArray("choices").getJsonObject(0).getJsonObject("message");
  }

  private static List<String> events(String body) throws Exception {
    return new ArrayList<>(send(body.replaceFirst("\\{", "{\"stream\":true,")).body().lines().filter(line -> line.startsWith("data: ")).map(line -> line.substring(6)).toList());
  }

  /// Reasoning, text, calls and finish reason of a stream.
  private static List<String> streamed(String body) throws Exception {
    var reasoning = new StringBuilder();
    var text = new StringBuilder();
    var calls = new TreeMap<Integer, String>();
    var finish = "";
    for (var event : events(body)) {
      if (!event.equals("[DONE]")) {
        var choice = Json.object(event).getJsonArray("choices").getJsonObject(0);
        var delta = choice.getJsonObject("delta");
        reasoning.append(delta.getString("reasoning_content", ""));
        text.append(delta.getString("content", ""));
        if (delta.get("tool_calls") instanceof JsonArray parts) {
          var part = parts.getJsonObject(0);
          var function = part.getJsonObject("function");
          var name = function.containsKey("name") ? function.getString("name") + " " : "";
          calls.merge(part.getInt("index"), name + function.getString("arguments"), String::concat);
        }
        finish = choice.getString("finish_reason", finish);
      }
    }
    return List.of(reasoning.toString(), text.toString(), String.join("\n", calls.values()), finish);
  }

  private static String calls(JsonObject message) {
    return message.get("tool_calls") instanceof JsonArray calls
        ? String.join("\n", calls.stream().map(call -> call.asJsonObject().getJsonObject("function")).map(function -> function.getString("name") + " " + function.getString("arguments")).toList())
        : "";
  }
}
