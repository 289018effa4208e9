package portside;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import portside.wire.Json;

/// How a provider tells what its model thought, and what it must find in the same message when the conversation comes back. Each answer is one of
/// four: a call, two calls, words, words and a call.
enum ThinkingShape {
  /// A field that must be there, empty at worst, with every call.
  DEEPSEEK("deepseek", "\"\"") {
    @Override
    List<String> thinks(int n) {
      return List.of("{\"role\":\"assistant\",\"content\":null,\"reasoning_content\":\"\"}", field("reasoning_content", n, 0), field("reasoning_content", n, 1));
    }

    @Override
    void own(JsonObjectBuilder message, int n) {
      message.add("reasoning_content", reasoning(n));
    }

    @Override
    void lost(JsonObjectBuilder message) {
      message.add("reasoning_content", "");
    }

    @Override
    boolean always() {
      return false;
    }
  },
  /// The same, but never empty.
  KIMI("kimi-k3", null) {
    @Override
    List<String> thinks(int n) {
      return DEEPSEEK.thinks(n);
    }

    @Override
    void own(JsonObjectBuilder message, int n) {
      DEEPSEEK.own(message, n);
    }

    @Override
    void lost(JsonObjectBuilder message) {
      message.add("reasoning_content", "[reasoning unavailable]");
    }

    @Override
    boolean always() {
      return false;
    }
  },
  /// A field that should come back with every message.
  GLM("glm-5.3", "null") {
    @Override
    List<String> thinks(int n) {
      return DEEPSEEK.thinks(n);
    }

    @Override
    void own(JsonObjectBuilder message, int n) {
      DEEPSEEK.own(message, n);
    }
  },
  /// The field and the same in details; the whole message is wanted back.
  MINIMAX("minimax-m3.1", "null") {
    @Override
    List<String> thinks(int n) {
      return List.of(both(n, 0), both(n, 1));
    }

    private String both(int n, int half) {
      var piece = text(reasoning(n, half));
      return "{\"content\":\"\",\"reasoning_content\":" + piece + ",\"reasoning_details\":[{\"type\":\"reasoning.text\",\"id\":\"reasoning-text-1\","
          + "\"format\":\"MiniMax-response-v1\",\"index\":0,\"text\":" + piece + "}]}";
    }

    @Override
    void own(JsonObjectBuilder message, int n) {
      DEEPSEEK.own(message, n);
      message.add("reasoning_details", array("[{\"type\":\"reasoning.text\",\"id\":\"reasoning-text-1\",\"format\":\"MiniMax-response-v1\",\"index\":0,\"text\":"
          + text(reasoning(n)) + "}]"));
    }
  },
  /// No thought to be seen, but a signature on the first call.
  GEMINI("gemini-3", "\"\"") {
    @Override
    List<String> thinks(int n) {
      return List.of();
    }

    @Override
    void own(JsonObjectBuilder message, int n) {}

    @Override
    String signature(int n) {
      return "CiQB+/sig" + n + "==".repeat(40 * n);
    }

    @Override
    String lostSignature() {
      return "skip_thought_signature_validator";
    }
  },
  /// Words in a field and in details: signed at their end, summed up beside an encrypted entry, or encrypted only and after the call.
  OPENROUTER("openrouter", "null") {
    @Override
    List<String> thinks(int n) {
      return switch (n % 3) {
        case 0 -> List.of(text(n, 0), text(n, 1),
            "{\"content\":\"\",\"reasoning\":null,\"reasoning_details\":[{\"type\":\"reasoning.text\",\"signature\":\"sig/" + n + "==\",\"format\":\"anthropic-claude-v1\",\"index\":0}]}");
        case 1 -> List.of(summary(n, 0), summary(n, 1), encrypted(n));
        default -> isLate(n) ? List.of() : List.of(encrypted(n));
      };
    }

    @Override
    List<String> thinksLater(int n) {
      return isLate(n) ? List.of(encrypted(n)) : List.of();
    }

    private boolean isLate(int n) {
      return n % 3 == 2 && calls(n) > 0;
    }

    private String text(int n, int half) {
      var piece = text(reasoning(n, half));
      return "{\"content\":\"\",\"reasoning\":" + piece + ",\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":" + piece
          + ",\"format\":\"anthropic-claude-v1\",\"index\":0}]}";
    }

    private String summary(int n, int half) {
      var piece = text(reasoning(n, half));
      return "{\"reasoning\":" + piece + ",\"reasoning_details\":[{\"type\":\"reasoning.summary\",\"summary\":" + piece
          + ",\"format\":\"openai-responses-v1\",\"index\":0}]}";
    }

    private String encrypted(int n) {
      return "{\"reasoning_details\":[" + encryptedEntry(n) + "]}";
    }

    private String encryptedEntry(int n) {
      return "{\"type\":\"reasoning.encrypted\",\"data\":\"gAAAA" + "x".repeat(50 * n) + "\",\"id\":\"rs_" + n + "\",\"format\":\"openai-responses-v1\",\"index\":0}";
    }

    @Override
    void own(JsonObjectBuilder message, int n) {
      if (n % 3 != 2) {
        message.add("reasoning", reasoning(n));
      }
      message.add("reasoning_details", array(switch (n % 3) {
        case 0 -> "[{\"type\":\"reasoning.text\",\"text\":" + text(reasoning(n))
            + ",\"signature\":\"sig/" + n + "==\",\"format\":\"anthropic-claude-v1\",\"index\":0}]";
        case 1 -> "[{\"type\":\"reasoning.summary\",\"summary\":" + text(reasoning(n))
            + ",\"format\":\"openai-responses-v1\",\"index\":0}," + encryptedEntry(n) + "]";
        default -> "[" + encryptedEntry(n) + "]";
      }));
    }
  },
  /// Told in one field, taken in the same.
  VLLM("vllm", "\"\"") {
    @Override
    List<String> thinks(int n) {
      return List.of(field("reasoning", n, 0), field("reasoning", n, 1));
    }

    @Override
    void own(JsonObjectBuilder message, int n) {
      message.add("reasoning", reasoning(n));
    }

    @Override
    boolean always() {
      return false;
    }
  },
  /// The field depends on the model.
  TOGETHER("together", "\"\"") {
    @Override
    List<String> thinks(int n) {
      return List.of(field(name(n), n, 0), field(name(n), n, 1));
    }

    @Override
    void own(JsonObjectBuilder message, int n) {
      message.add(name(n), reasoning(n));
    }

    @Override
    boolean always() {
      return false;
    }

    private String name(int n) {
      return n < 5 ? "reasoning_content" : "reasoning";
    }
  },
  /// A part of the content.
  MISTRAL("mistral-thinking", "\"\"") {
    @Override
    List<String> thinks(int n) {
      return List.of(part(n, 0), part(n, 1));
    }

    private String part(int n, int half) {
      return "{\"content\":[" + thinking(reasoning(n, half)) + "]}";
    }

    private String thinking(String words) {
      return "{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":" + text(words) + "}]}";
    }

    @Override
    void own(JsonObjectBuilder message, int n) {
      var said = says(n) ? ",{\"type\":\"text\",\"text\":" + text(words(n)) + "}" : "";
      message.add("content", array("[" + thinking(reasoning(n)) + said + "]"));
    }

    @Override
    boolean always() {
      return false;
    }
  },
  /// Inside the text.
  TAGS("standard", "null", "DIALECT_REPLAY=all", "DIALECT_REPLAY_AS=tags") {
    @Override
    List<String> thinks(int n) {
      return List.of("{\"content\":\"<thi\"}", "{\"content\":" + text("nk>\n" + reasoning(n) + "\n</think>\n\n") + "}");
    }

    @Override
    void own(JsonObjectBuilder message, int n) {
      message.add("content", "<think>\n" + reasoning(n) + "\n</think>\n\n" + (says(n) ? words(n) : ""));
    }
  };

  private final List<String> lines;
  private final String nothing;

  /// @param row its dialect
  /// @param nothing the content beside calls when there are no words, as JSON; null for none at all
  /// @param lines what else its env file says
  ThinkingShape(String row, String nothing, String... lines) {
    this.nothing = nothing;
    this.lines = Stream.concat(Stream.of("DIALECT=" + row), Stream.of(lines)).toList();
  }

  /// What its env file says.
  String[] lines() {
    return lines.toArray(String[]::new);
  }

  /// The deltas of a stream before anything else.
  abstract List<String> thinks(int n);

  /// The deltas behind the calls.
  List<String> thinksLater(int n) {
    return List.of();
  }

  /// Adds to a message what was thought.
  abstract void own(JsonObjectBuilder message, int n);

  /// Adds to a message with calls what stands for thoughts that are gone.
  void lost(JsonObjectBuilder message) {}

  /// Of the first call; null for none.
  String signature(int n) {
    return null;
  }

  /// What stands for it.
  String lostSignature() {
    return null;
  }

  /// Whether thoughts come back also where nothing was called.
  boolean always() {
    return true;
  }

  static int calls(int n) {
    return new int[] {1, 2, 0, 1}[n % 4];
  }

  static boolean says(int n) {
    return n % 4 >= 2;
  }

  /// Nine letters and digits, which every provider takes as they are.
  static String callId(int n, int k) {
    return "turn" + n + "no" + k + "x";
  }

  /// The payloads of a streamed answer.
  List<String> stream(int n) {
    var deltas = new ArrayList<>(thinks(n));
    if (says(n)) {
      deltas.add("{\"content\":" + text(words(n)) + "}");
    }
    for (int k = 0; k < calls(n); k++) {
      deltas.add("{\"tool_calls\":[{\"index\":" + k + "," + call(n, k, k == 0 ? signature(n) : null).substring(1) + "]}");
    }
    deltas.addAll(thinksLater(n));
    var payloads = new ArrayList<>(deltas.stream().map(delta -> "{\"choices\":[{\"index\":0,\"delta\":" + delta + "}]}").toList());
    payloads.add("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}");
    payloads.add("[DONE]");
    return payloads;
  }

  /// The whole answer; its message is the very one that must come back.
  String whole(int n) {
    var message = message(n, true, own -> own(own, n));
    return "{\"choices\":[{\"index\":0,\"message\":" + Json.text(message) + ",\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":2}}";
  }

  /// The message of that turn as it must come back with its thoughts.
  JsonObject withReasoning(int n) {
    return message(n, true, message -> {
      if (always() || calls(n) > 0) {
        own(message, n);
      }
    });
  }

  /// As it must come back where its thoughts are gone, or somebody else's.
  JsonObject withoutReasoning(int n) {
    return message(n, false, message -> {
      if (calls(n) > 0) {
        lost(message);
      }
    });
  }

  private JsonObject message(int n, boolean signed, Consumer<JsonObjectBuilder> reasoning) {
    var message = Json.BUILD.createObjectBuilder().add("role", "assistant");
    if (says(n)) {
      message.add("content", words(n));
    } else if (nothing != null) {
      message.add("content", array("[" + nothing + "]").getFirst());
    }
    reasoning.accept(message);
    if (calls(n) > 0) {
      JsonArrayBuilder calls = Json.BUILD.createArrayBuilder();
      for (int k = 0; k < calls(n); k++) {
        calls.add(array("[" + call(n, k, k > 0 ? null : signed ? signature(n) : lostSignature()) + "]").getFirst());
      }
      message.add("tool_calls", calls);
    }
    return message.build();
  }

  private static String call(int n, int k, String signature) {
    var extra = signature == null ? "" : ",\"extra_content\":{\"google\":{\"thought_signature\":" + text(signature) + "}}";
    return "{\"id\":\"" + callId(n, k) + "\",\"type\":\"function\",\"function\":{\"name\":\"Bash\",\"arguments\":" + text("{\"command\":\"echo " + n + "\"}") + "}" + extra + "}";
  }

  static String field(String name, int n, int half) {
    return "{\"" + name + "\":" + text(reasoning(n, half)) + "}";
  }

  static String words(int n) {
    return "Words of turn " + n;
  }

  static String reasoning(int n) {
    return reasoning(n, 0) + reasoning(n, 1);
  }

  static String reasoning(int n, int half) {
    return half == 0 ? "In turn " + n + " I \"think\" 漢\n\n" : " and think 😀 again.";
  }

  static String text(String words) {
    return Json.text(Json.quoted(words));
  }

  static JsonArray array(String json) {
    try {
      return (JsonArray) Json.value(json);
    } catch (Json.Malformed malformed) {
      throw new AssertionError(json, malformed);
    }
  }
}
