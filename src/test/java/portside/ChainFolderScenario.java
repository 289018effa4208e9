package portside;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import portside.RunningChain.Member;
import portside.wire.Json;

/// A chain whose files stand in a folder of the test's, where they can be changed while it runs; and its pages as JSON.
abstract class ChainFolderScenario extends ChainScenario {
  @TempDir Path folder;

  @Override
  RunningChain chain(String... lines) throws Exception {
    return in(List.of(a(), b()), new FakeClock(), lines);
  }

  RunningChain in(List<Member> members, FakeClock clock, String... lines) throws Exception {
    return closing(RunningChain.in(folder, new FakeTicker(), clock, members, lines));
  }

  static JsonObject json(RunningChain.Answer answer) throws Exception {
    return Json.object(answer.body());
  }

  /// A member as `GET /api/status` shows it.
  static JsonObject tier(RunningChain chain, String name) throws Exception {
    return json(chain.get("/api/status")).getJsonArray("tiers").getValuesAs(JsonObject.class).stream()
        .filter(tier -> tier.getString("name").equals(name)).findFirst().orElseThrow();
  }

  static JsonObject model(JsonObject tier, String name) {
    return tier.getJsonArray("models").getValuesAs(JsonObject.class).stream().filter(model -> model.getString("model").equals(name)).findFirst().orElseThrow();
  }
}
