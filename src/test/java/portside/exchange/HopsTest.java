package portside.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.wire.Fault;

class HopsTest {
  private final Hops hops = new Hops();

  @ParameterizedTest
  @CsvSource(value = {"null, false", "'', false", "',', false", "'a,b', false", "'a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p', false",
      "'a,,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p, ', false", "'a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q', true"}, nullValues = "null")
  void sixteenProxiesMayStandInARow(String came, boolean tooMany) {
    assertEquals(tooMany ? Optional.of("this request has come through more than 16 proxies") : Optional.empty(), hops.loop(came).map(Fault::message));
  }

  @Test
  void aRequestThatWasHereBeforeIsKnownByItsName() {
    var own = hops.onward(null).get("portside-hops");
    assertEquals(own, hops.onward(" ").get("portside-hops"));
    assertEquals("a, " + own, hops.onward("a").get("portside-hops"));
    for (var came : new String[] {own, "a, " + own, own + ",b", "a,b"}) {
      assertEquals(came.contains(own), hops.loop(came).isPresent(), came);
      assertEquals(Optional.empty(), new Hops().loop(came));
    }
  }
}
