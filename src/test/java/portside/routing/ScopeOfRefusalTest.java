package portside.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import portside.provider.Chain.Patience;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Scope;

class ScopeOfRefusalTest {
  @Test
  void aQuotaOfOneModelLeavesTheKeyToOthers() {
    var patience = new Patience(Duration.ofSeconds(60), Duration.ofMinutes(3), 6, false);
    var quota = Fault.of(FaultKind.QUOTA, "no");
    assertEquals(Optional.of(Scope.KEY), Consequence.of(new Outcome.Refused(quota), patience).out());
    assertEquals(Optional.of(Scope.KEY_AND_MODEL), Consequence.of(new Outcome.Refused(quota.withScope(Scope.KEY_AND_MODEL)), patience).out());
  }
}
