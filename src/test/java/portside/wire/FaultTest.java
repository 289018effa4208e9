package portside.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultTest {
  @ParameterizedTest
  @EnumSource
  void theScopeIsTheKindsUnlessTheRefusalSaysOtherwise(FaultKind kind) {
    assertEquals(kind.scope(), Fault.of(kind, "no").scope());
    assertEquals(Scope.PROVIDER, Fault.of(kind, "no").withScope(Scope.PROVIDER).scope());
  }

  @Test
  void whatIsSaidOtherwiseLeavesTheRestAsItIs() {
    var raw = new RawAnswer(429, "text/plain", Map.of(), new byte[0]);
    var fault = new Fault(FaultKind.QUOTA, "no", OptionalLong.of(7));
    assertEquals(new Fault(FaultKind.QUOTA, "never", OptionalLong.of(7), Scope.MODEL, raw),
        fault.withScope(Scope.MODEL).withRaw(raw).withMessage("never"));
    assertEquals(new Fault(FaultKind.QUOTA, "never", OptionalLong.of(7), Scope.MODEL, raw),
        fault.withMessage("never").withRaw(raw).withScope(Scope.MODEL));
  }
}
