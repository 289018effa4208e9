package portside.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelsTest {
  private static final Provider.Models MODELS = new Provider.Models("big", "middle", "small");

  @ParameterizedTest
  @CsvSource({
    "claude-haiku-5-5,small",
    "claude-3-5-haiku-20241022,small",
    "claude-sonnet-5-5,middle",
    "claude-sonnet-5-5[1m],middle",
    "Claude-Sonnet-5-5[1M],middle",
    "claude-opus-5-5,big",
    "claude-fable-5-1,big",
    "claude-mythos-5-1[1m],big",
    "claude-next-7,big",
    "claude,big",
    "haiku,small",
    "sonnet,middle",
    "opus[1m],big",
    "fable,big",
    "mythos,big",
    "default,big",
    "anthropic/claude-haiku-5-5,small",
    "glm-5.3,glm-5.3",
    "glm-5.3[1m],glm-5.3",
    "my-sonnet-like,my-sonnet-like",
    "MiniMax-M3,MiniMax-M3",
    "claude-portside/MiniMax-M3,MiniMax-M3",
    "claude-portside/z-ai/glm-5.3[1m],z-ai/glm-5.3",
    "claude-portside/claude-opus-5-5,claude-opus-5-5",
    "claude-portside/,big",
    "small,small"
  })
  void namesBecomeModels(String requested, String model) {
    assertEquals(model, MODELS.of(requested));
  }

  @Test
  void theNameOfAConfiguredModelIsNotMappedAway() {
    var models = new Provider.Models("~anthropic/claude-opus-latest", "~anthropic/claude-opus-latest", "anthropic/claude-sonnet-5-5");
    assertEquals("anthropic/claude-sonnet-5-5", models.of("anthropic/claude-sonnet-5-5"));
    assertEquals("~anthropic/claude-opus-latest", models.of("claude-sonnet-5-5"));
    assertEquals(List.of("~anthropic/claude-opus-latest", "anthropic/claude-sonnet-5-5"), models.distinct());
  }

  @ParameterizedTest
  @ValueSource(strings = {"glm-5.3", "z-ai/glm-5.3", "claude-opus-5-5", "models/gemini-3.8-flash"})
  void anAliasLeadsBack(String model) {
    assertEquals(model, MODELS.of(Provider.Models.alias(model)));
  }

  @ParameterizedTest
  @CsvSource({
    "claude-haiku-5-5,SMALL_MODEL", "sonnet[1m],MIDDLE_MODEL", "claude-opus-5-5,BIG_MODEL", "claude-next-7,BIG_MODEL", "glm-5.3,", "big,",
    "claude-portside/MiniMax-M3,",
  })
  void knowsWhichSettingNamesAModel(String requested, String setting) {
    assertEquals(Optional.ofNullable(setting), MODELS.setting(requested));
  }

  /// MIDDLE_MODEL and SMALL_MODEL follow the others where they are not set.
  @Test
  void namesTheSettingThatIsFollowed() {
    assertEquals(Optional.of("BIG_MODEL"), new Provider.Models("one", "one", "one").setting("haiku"));
    assertEquals(Optional.of("MIDDLE_MODEL"), new Provider.Models("big", "other", "other").setting("haiku"));
  }
}
