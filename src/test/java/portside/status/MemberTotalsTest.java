package portside.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import portside.ledger.AttemptRecord;
import portside.ledger.LedgerEntry;

class MemberTotalsTest {
  private static final Instant END = Instant.parse("2026-01-01T00:00:10Z");

  private final MemberTotals totals = new MemberTotals();

  @Test
  void nothingIsKnownOfAStranger() {
    assertEquals(MemberTotals.Totals.NONE, totals.of("glm"));
  }

  @Test
  void callsOfOneRequestCountForTheirMembers() {
    append(attempt("glm", "refused", "rate_limit", 100), attempt("kimi", "answered", "", 400));
    assertEquals(new MemberTotals.Totals(1, 0, 1, 1, 0, 1, 0, 0, Optional.of(END.minusMillis(9_900))), totals.of("glm"));
    assertEquals(new MemberTotals.Totals(1, 1, 0, 0, 0, 0, 1, 400, Optional.empty()), totals.of("kimi"));
  }

  @Test
  void aRequestThatIsWrongIsNoFailureInARow() {
    append(attempt("glm", "answered", "", 100));
    append(attempt("glm", "broken", "unreachable", 0));
    append(attempt("glm", "refused", "context_overflow", 0));
    append(attempt("glm", "refused", "invalid_request", 0));
    append(attempt("glm", "ended", "", 0));
    append(attempt("glm", "unfit", "context_overflow", 0));
    assertEquals(new MemberTotals.Totals(5, 1, 3, 0, 1, 1, 0, 100, Optional.of(END.minusSeconds(10))), totals.of("glm"));
    append(attempt("glm", "answered", "", 200));
    assertEquals(new MemberTotals.Totals(6, 2, 3, 0, 1, 0, 1, 110, Optional.of(END.minusSeconds(10))), totals.of("glm"));
  }

  private void append(AttemptRecord... attempts) {
    totals.append(new LedgerEntry(END, "req_1", "glm", "m", "m", true, new ArrayList<>(List.of(attempts)), LedgerEntry.Result.OK, "", null,
        Duration.ofSeconds(10), LedgerEntry.Tokens.NONE));
  }

  private static AttemptRecord attempt(String member, String outcome, String fault, long millis) {
    return new AttemptRecord(member, "m", 1, "first", outcome, fault, Duration.ZERO, Duration.ofMillis(millis), LedgerEntry.Tokens.NONE);
  }
}
