package portside.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.Chain;
import portside.provider.Chain.Route;
import portside.provider.Provider;
import portside.provider.Target;
import portside.provider.Tier;
import portside.wire.Fault;
import portside.wire.FaultKind;

/// Who can answer which name.
class TargetsTest {
  @TempDir private Path folder;
  private Provider a;
  private Provider b;
  private Provider glm;
  private Chain chain;

  @BeforeEach
  void members() throws Exception {
    a = GivenChain.of(folder, "a");
    b = GivenChain.of(folder, "b");
    glm = GivenChain.of(folder, "glm", "OPENAI_BASE_URL=https://api.z.ai/api/paas/v4", "BIG_MODEL=glm-5.3");
    chain = GivenChain.chain(a, b, glm);
  }

  private static String found(Targets.Result result) {
    var found = assertInstanceOf(Targets.Found.class, result);
    return String.join(" ", GivenChain.names(found.aims())) + " chosen=" + found.chosen() + (found.pinned() ? " pinned" : "");
  }

  private static String asked(Chain chain, String model, List<String> order) {
    var found = assertInstanceOf(Targets.Found.class, Targets.of(chain, order, model, Optional.empty()));
    assertEquals(0, found.chosen());
    assertEquals(false, found.pinned());
    return String.join(" ", GivenChain.names(found.aims()));
  }

  @ParameterizedTest
  @CsvSource({
    "claude-opus-5-5,                    a:a-big b:b-big glm:glm-5.3",
    "claude-opus-5-5[1m],                a:a-big b:b-big glm:glm-5.3",
    "claude-sonnet-5,                    a:a-mid b:b-mid glm:glm-mid",
    "haiku,                              a:a-small b:b-small glm:glm-small",
    "claude-unheard-of,                  a:a-big b:b-big glm:glm-5.3",
    "a-big,                              a:a-big",
    "b-small[1m],                        b:b-small",
    "b/whatever,                         b:whatever",
    "claude-portside/b/whatever,         b:whatever",
    "claude-portside/b-mid,              b:b-mid",
    "Claude-Portside/b/x/y,              b:x/y",
    "glm-5.2,                            glm:glm-5.2",
    "glm-5.3-flash,                      glm:glm-5.3-flash",
    "claude-portside/glm-5.2,            glm:glm-5.2",
    "nobody-has-it,                      a:nobody-has-it",
    "zz/nobody-has-it,                   a:zz/nobody-has-it",
    "b/,                                 a:b/",
    "A-BIG,                              a:A-BIG",
  })
  void aClaudeNameIsForAnyMemberAnyOtherForThoseThatHaveIt(String model, String aims) {
    assertEquals(aims, asked(chain, model, List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "claude-opus-5,         big",
    "claude-haiku-5[1m],    small",
    "big,                   big",
    "test/mid,              test/mid",
    "claude-portside/big,   big",
    "anything,              anything",
  })
  void aLoneMemberIsAskedForWhatItWasAskedForBefore(String model, String asked) throws Exception {
    var lone = GivenChain.of(folder, "test", "BIG_MODEL=big", "MIDDLE_MODEL=mid", "SMALL_MODEL=small");
    assertEquals(asked, lone.models().of(model));
    var alone = Chain.of(lone);
    for (var choice : List.of(Optional.<Choice>empty(), Optional.of(Choice.parse("zz")), Optional.of(Choice.parse("test:other")))) {
      assertEquals("test:" + asked + " chosen=0", found(Targets.of(alone, List.of("test"), model, choice)));
    }
  }

  @Test
  void theModelsAProviderHasTodayAreItsOwnWhateverItsFileSays() throws Exception {
    var older = GivenChain.of(folder, "older", "OPENAI_BASE_URL=https://api.z.ai/api/paas/v4", "BIG_MODEL=glm-5.2", "MIDDLE_MODEL=glm-5.2", "SMALL_MODEL=glm-5.2");
    assertEquals("older:glm-5.3", asked(GivenChain.chain(a, older), "glm-5.3", List.of()));
    assertEquals("a:glm-6", asked(GivenChain.chain(a, older), "glm-6", List.of()));
  }

  @Test
  void severalMayHaveTheSameModel() throws Exception {
    var twin = GivenChain.of(folder, "twin", "SMALL_MODEL=b-big");
    assertEquals("b:b-big twin:b-big", asked(GivenChain.chain(a, b, twin), "b-big", List.of()));
    assertEquals("twin:b-big b:b-big", asked(GivenChain.chain(a, b, twin), "b-big", List.of("twin", "a", "b")));
  }

  @Test
  void aClaudeNameOfOneMemberIsStillOfTheFamily() throws Exception {
    var claude = GivenChain.of(folder, "claude", "BIG_MODEL=claude-opus-5", "MIDDLE_MODEL=claude-sonnet-5");
    assertEquals("claude:claude-opus-5 a:a-big", asked(GivenChain.chain(claude, a), "claude-opus-5", List.of()));
    assertEquals("claude:claude-sonnet-5 a:a-mid", asked(GivenChain.chain(claude, a), "sonnet", List.of()));
  }

  @Test
  void anAliasNamesTheMemberFirst() throws Exception {
    var gateway = GivenChain.of(folder, "gateway", "BIG_MODEL=b/b-big");
    var both = GivenChain.chain(a, gateway, b);
    assertEquals("gateway:b/b-big", asked(both, "b/b-big", List.of()));
    assertEquals("b:b-big", asked(both, "claude-portside/b/b-big", List.of()));
    assertEquals("gateway:b/b-big", asked(both, "claude-portside/gateway/b/b-big", List.of()));
  }

  @Test
  void aTierHasAnOrderOfItsOwn() {
    var small = List.of(Target.mapped("b"), new Target("a", new Target.Named("a-mid")), Target.mapped("a"), Target.mapped("b"),
        new Target("glm", new Target.AsAsked()));
    var tiers = GivenChain.chain(List.of(a, b, glm), Map.of(Tier.SMALL, small), List.of(), true);
    assertEquals("b:b-small a:a-mid a:a-small glm:claude-haiku-5", asked(tiers, "claude-haiku-5[1m]", List.of()));
    assertEquals("a:a-big b:b-big glm:glm-5.3", asked(tiers, "opus", List.of()));
    assertEquals("glm:claude-haiku-5 a:a-mid a:a-small b:b-small", asked(tiers, "claude-haiku-5", List.of("glm", "a", "b")));
  }

  @Test
  void aPersonsOrderCountsForTiersAndOwnersAndNotForRoutes() {
    var routed = GivenChain.chain(List.of(a, b, glm), Map.of(), List.of(new Route("x", List.of(Target.mapped("a"), Target.mapped("b")))), true);
    var order = List.of("b", "glm", "a");
    assertEquals("b:b-big glm:glm-5.3 a:a-big", asked(routed, "opus", order));
    assertEquals("b:nobody-has-it", asked(routed, "nobody-has-it", order));
    assertEquals("a:x b:x", asked(routed, "x", order));
    assertEquals("b:b-big a:a-big glm:glm-5.3", asked(routed, "opus", List.of("b")), "those it does not name stay as they were");
  }

  @ParameterizedTest
  @CsvSource({
    "glm-5.2,               b:glm-5.2",
    "GLM-5.2[1m],           b:GLM-5.2",
    "claude-portside/glm-x, b:glm-x",
    "glm-4.7,               a:fixed",
    "claude-opus-4-1,       glm:glm-5.3",
    "claude-opus-5,         a:a-big b:b-big glm:glm-5.3",
    "x-mini,                a:x-mini b:b-mid",
    "X-mini,                a:X-mini b:b-mid",
    "o/1/2[1m],             a:o/1/2",
    "o/1/2,                 glm:o/1/2",
  })
  void theFirstRouteForANameCounts(String model, String aims) {
    var routes = List.of(
        new Route("Glm-4.7", List.of(new Target("a", new Target.Named("fixed")))),
        new Route("o/1/2[1m]", List.of(Target.mapped("a"))),
        new Route("glm-*", List.of(new Target("b", new Target.AsAsked()))),
        new Route("/^glm|^x-m/", List.of(Target.mapped("a"), new Target("b", new Target.Named("b-mid")))),
        new Route("claude-opus-4*", List.of(Target.mapped("glm"), Target.mapped("gone"))),
        new Route("o/1/2", List.of(Target.mapped("glm"))),
        new Route("*/2", List.of(Target.mapped("b"))));
    assertEquals(aims, asked(GivenChain.chain(List.of(a, b, glm), Map.of(), routes, true), model, List.of()));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "b          | opus    | b:b-big chosen=1 pinned",
    " b         | glm-5.2 | b:glm-5.2 chosen=1 pinned",
    "b:x        | opus    | b:x chosen=1 pinned",
    "b:         | opus    | b:b-big chosen=1 pinned",
    "b:x:free   | opus    | b:x:free chosen=1 pinned",
    "b:passthrough | haiku | b:haiku chosen=1 pinned",
    "b,a,b      | opus    | b:b-big a:a-big chosen=2 pinned",
    "b,*        | opus    | b:b-big a:a-big glm:glm-5.3 chosen=1",
    "b:x , *    | opus    | b:x a:a-big b:b-big glm:glm-5.3 chosen=1",
    "b,*        | a-big   | b:a-big a:a-big chosen=1",
    "*          | opus    | a:a-big b:b-big glm:glm-5.3 chosen=0",
    "' '        | opus    | a:a-big b:b-big glm:glm-5.3 chosen=0",
  })
  void aClientMayChoose(String typed, String model, String aims) {
    assertEquals(aims, found(Targets.of(chain, List.of(), model, Optional.of(Choice.parse(typed)))));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"zz", "b,zz,*", "zz:b"})
  void aChoiceThatIsNoMemberIsRefusedWithTheirNames(String typed) {
    assertEquals(new Targets.Unknown(Fault.of(FaultKind.INVALID_REQUEST, "no provider here is called `zz`; there are a, b, glm")),
        Targets.of(chain, List.of(), "opus", Optional.of(Choice.parse(typed))));
  }

  @Test
  void theWordsOfARefusalAreOneShortLine() {
    var unknown = assertInstanceOf(Targets.Unknown.class, Targets.of(chain, List.of(), "opus", Optional.of(Choice.parse("z\nz" + "y".repeat(200)))));
    assertEquals("no provider here is called `z\\nz" + "y".repeat(97) + "…`; there are a, b, glm", unknown.fault().message());
  }

  @Test
  void aSessionsMembersComeFirstAndMayBeGone() {
    assertEquals("glm:glm-5.3 a:a-big b:b-big chosen=1", found(Targets.of(chain, List.of(), "opus", Optional.of(Choice.session(List.of("gone", "glm"))))));
  }

  @Test
  void whereClientsMayNotChooseTheirChoiceMeansNothing() {
    var closed = GivenChain.chain(List.of(a, b), Map.of(), List.of(), false);
    for (var choice : List.of(Choice.parse("b"), Choice.parse("zz"), Choice.session(List.of("b")))) {
      assertEquals("a:a-big b:b-big chosen=0", found(Targets.of(closed, List.of(), "opus", Optional.of(choice))));
    }
  }
}
