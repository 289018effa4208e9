package portside.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.wire.Fault;
import portside.wire.FaultKind;

class FailureTest {
  @ParameterizedTest
  @CsvSource({"502,, true", "503,, true", "503, 5, false", "502, 0, false", "500,, false", "504,, false", "429,, false", "400,, false", "200,, false"})
  void onlyAGatewayThatNamesNoTimeIsAskedAgainAtOnce(int status, Long wait, boolean again) {
    var fault = new Fault(FaultKind.OVERLOADED, "busy", wait == null ? OptionalLong.empty() : OptionalLong.of(wait));
    assertEquals(again, Failure.status(status, fault, Optional.empty()).quickRetry());
  }
}
