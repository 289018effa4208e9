package portside.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static portside.provider.dialect.Column.MAX_OUTPUT;

import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import portside.FakeClock;
import portside.counting.Calibration;
import portside.counting.CalibrationFile;
import portside.counting.RequestSize;
import portside.ledger.Attempts;
import portside.ledger.LedgerEntry;
import portside.provider.dialect.Lesson;
import portside.provider.settings.Settings;
import portside.routing.Demand;
import portside.routing.Lessons;
import portside.routing.PlainRoutes;
import portside.routing.Routes;

/// The pages about the instance, whole: a member that is lost or renamed is seen here.
class InstanceStatusTest {
  private static final String KEY = "OPENAI_API_KEY=key\n";

  @TempDir private Path folder;
  private final FakeClock clock = new FakeClock();
  private final LastOutcome lastOutcome = new LastOutcome();
  private final Lessons lessons = new Lessons(clock);
  private final Calibration calibration = new Calibration(CalibrationFile.none());
  private Routes routes;

  private InstanceStatus desk(String key) throws Exception {
    var file = Files.writeString(folder.resolve(".env-glm"), "OPENAI_BASE_URL=https://glm.example/v4\n" + key
        + "BIG_MODEL=big\nMIDDLE_MODEL=big\nSMALL_MODEL=small\nPORT=8083\nDIALECT_MAX_OUTPUT=1\n");
    var loaded = Settings.load(Optional.of(file.toString()), Map.of());
    routes = PlainRoutes.to(loaded.provider(), null, lessons);
    return new InstanceStatus(loaded::instance, routes, _ -> Optional.empty(), new ChainStatus(routes, new MemberTotals(), _ -> Optional.empty(), clock), "1.2", () -> 8_083, () -> 1, lastOutcome, calibration::summary,
        () -> "on", () -> JsonValue.EMPTY_JSON_ARRAY, clock);
  }

  private static void check(String expected, byte[] page) {
    assertEquals(expected.replace("\n", ""), new String(page, StandardCharsets.UTF_8));
  }

  @Test
  void theHealthOfAnInstanceThatAnswered() throws Exception {
    var status = desk(KEY);
    clock.pass(Duration.ofMillis(61_999));
    var candidate = routes.first(Demand.of("big"));
    routes.learned(candidate, Lesson.of(MAX_OUTPUT, "9"), "at most 9");
    lastOutcome.append(new LedgerEntry(clock.instant(), "req_1", "glm", "m", "big", true, Attempts.of(1), new LedgerEntry.Result("api_error", 500),
        "oops", null, Duration.ZERO,
        LedgerEntry.Tokens.NONE));
    calibration.load();
    calibration.learn(candidate, new RequestSize(1_000, 0, false, 0, 0), 1_000);
    check("""
        {"status":"failing","name":"glm","version":"1.2","timestamp":"2026-01-01T00:01:01.999Z","uptime_seconds":61,
        "server":{"host":"127.0.0.1","port":8083},"models":{"big_model":"big","middle_model":"big","small_model":"small"},
        "api_status":{"openai_api_configured":true,"client_api_key_validation":false,"openai_base_url":"https://glm.example/v4"},
        "providers":[{"name":"glm","state":"healthy","reason":null,"until":null}],"active_requests":1,"token_counts":{"glm.example big":{"answers":1,"ratio":1.0,"error":0.05}},"ledger":"on","budgets":[],"missing_setting":null,"obstacle":null,
        "last_request":{"at":"2026-01-01T00:01:01.999Z","result":"api_error","status":500,"message":"oops"},
        "learned":[{"model":"big","setting":"DIALECT_MAX_OUTPUT=9","said":"at most 9","at":"2026-01-01T00:01:01.999Z"}]}""", status.health());
    check("{\"status\":\"failing\"}", status.bareHealth());
  }

  @Test
  void theHealthOfOneWithoutAKey() throws Exception {
    var status = desk("ANTHROPIC_API_KEY=of-clients\n");
    var file = folder.resolve(".env-glm");
    check("""
        {"status":"unconfigured","name":"glm","version":"1.2","timestamp":"2026-01-01T00:00:00Z","uptime_seconds":0,
        "server":{"host":"127.0.0.1","port":8083},"models":{"big_model":"big","middle_model":"big","small_model":"small"},
        "api_status":{"openai_api_configured":false,"client_api_key_validation":true,"openai_base_url":"https://glm.example/v4"},
        "providers":[{"name":"glm","state":"unconfigured","reason":null,"until":null}],"active_requests":1,"token_counts":{},"ledger":"on","budgets":[],"missing_setting":"OPENAI_API_KEY in FILE",
        "obstacle":"the proxy has no key for glm: set OPENAI_API_KEY in FILE and restart it","last_request":null,"learned":[]}""".replace("FILE", file.toString()),
        status.health());
  }

  @Test
  void theWelcomeIsACommandToPaste() throws Exception {
    check("""
        {"name":"portside","version":"1.2","provider":"glm",
        "claude":"ANTHROPIC_BASE_URL=http://127.0.0.1:8083 ANTHROPIC_AUTH_TOKEN=dummy CLAUDE_CODE_GATEWAY_HINT_HEADERS=1 claude --permission-mode default"}""", desk(KEY).welcome());
  }
}
