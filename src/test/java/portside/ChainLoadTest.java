package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import portside.RunningChain.Answer;
import portside.RunningChain.Member;
import portside.fake.Line;

/// A chain of three under load while its first member fails in every way: no request fails that another member can answer, nothing is left over, and
/// the member comes back. Five seconds, or what the system property `load.seconds` says. The chain's time passes with each answer, so that a slow
/// machine is no slow provider.
@Isolated("counts the threads of the process, and leaves the others little of it")
class ChainLoadTest extends ChainScenario {
  private static final int PER_SECOND = 200;
  private static final int SECONDS = Integer.getInteger("load.seconds", 5);
  private static final Duration PACE = Duration.ofSeconds(1).dividedBy(PER_SECOND);
  private static final int MOST_AT_ONCE = 100;
  private static final Duration FIRST_WORD = Duration.ofSeconds(2);
  /// A member whose first words usually take long gets three times as long.
  private static final Duration SILENT_FOR_SURE = Duration.ofSeconds(30);

  private final Random random = new Random(1);
  private final AtomicInteger cutInAnswers = new AtomicInteger();
  private final AtomicInteger silent = new AtomicInteger();
  private volatile boolean healthy;

  /// Answers half of the time; else it refuses, breaks off before or in its answer, or says nothing any more.
  private void moody(Line line) throws Exception {
    int mood;
    synchronized (random) {
      mood = healthy ? 9 : random.nextInt(10);
    }
    switch (mood) {
      case 0 -> refusal(500, "x").play(line);
      case 1 -> refusal(429, "slow down", "retry-after: 1").play(line);
      case 2 -> {
        role(line);
        line.cut();
      }
      case 3 -> {
        role(line);
        line.text("from A");
        cutInAnswers.incrementAndGet();
        line.cut();
      }
      case 4 -> {
        role(line);
        silent.incrementAndGet();
        line.closedByPeer();
        silent.decrementAndGet();
      }
      default -> ok("A").play(line);
    }
  }

  /// Platform threads but for those of the client and of the JDK's schedulers.
  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream().filter(thread -> !thread.getName().startsWith("HttpClient") && !thread.getName().startsWith("ForkJoin"))
        .collect(Collectors.toSet());
  }

  private static boolean wellEnded(Answer answer) {
    return answer.status() == 200 && answer.times("event: message_start") == 1 && answer.times("event: message_stop") == 1 && answer.times("event: error") == 0;
  }

  private static boolean cutInAnswer(Answer answer) {
    return answer.status() == 200 && answer.times("event: message_start") == 1 && answer.times("event: message_stop") == 0 && answer.times("event: error") == 1;
  }

  @Test
  @Timeout(180)
  void nobodyFailsWhomAnotherMemberCanAnswer() throws Exception {
    a.then(this::moody);
    b.then(ok("B"));
    var c = closing(new ScriptedProvider());
    c.then(ok("C"));
    var chain = chain(List.of(a(), b(), new Member("c", c.url())), "BREAKER_RECOVERY=100ms", "BREAKER_MAX_RECOVERY=400ms", "FIRST_TOKEN_TIMEOUT=" + FIRST_WORD.toSeconds() + "s", "LOG_LEVEL=ERROR");
    assertEquals(200, chain.ask("x-portside-provider", "c").status());
    var threads = threads();
    var answers = new ArrayList<CompletableFuture<Answer>>();
    var atOnce = new Semaphore(MOST_AT_ONCE);
    var start = System.nanoTime();
    for (int n = 0; n < PER_SECOND * SECONDS; n++) { // no faster than that, however slow the machine is
      LockSupport.parkNanos(start + TimeUnit.SECONDS.toNanos(n) / PER_SECOND - System.nanoTime());
      atOnce.acquire();
      answers.add(later(() -> {
        try {
          return chain.ask();
        } finally {
          chain.pass(PACE);
          atOnce.release();
        }
      }));
    }
    while (running(answers) > 0) {
      await(() -> running(answers) <= silent.get());
      var before = running(answers);
      chain.pass(SILENT_FOR_SURE);
      await(() -> running(answers) == 0 || running(answers) < before);
    }
    int cut = 0;
    var by = new TreeMap<String, Integer>();
    for (var one : answers) {
      var answer = result(one);
      by.merge(answer.text(), 1, Integer::sum);
      assertTrue(wellEnded(answer) || cutInAnswer(answer), answer.status() + " " + answer.body());
      cut += cutInAnswer(answer) ? 1 : 0;
    }
    assertEquals(cutInAnswers.get(), cut);
    assertTrue(by.getOrDefault("from A", 0) > cut && by.getOrDefault("from B", 0) > 0, by.toString());

    await(() -> a.openConnections() + b.openConnections() + c.openConnections() == 0);
    await(() -> quiet(chain));
    assertEquals(List.of(), threads().stream().filter(thread -> !threads.contains(thread)).toList());
    var seen = chain.instance().routes().routing().standings().seen();
    assertEquals(List.of(), seen.stream().filter(one -> one.state().equals("probing")).toList());

    healthy = true;
    chain.pass(Duration.ofMinutes(1));
    for (int n = 0; n < 3; n++) {
      assertEquals("from A", chain.ask().text());
      assertEquals("from B", chain.ask("x-portside-provider", "b").text());
    }
    assertEquals("in 0", model(chain, "a", "a-big"));
    var status = chain.get("/api/status").body();
    assertEquals(3, status.split("\"state\":\"healthy\"", -1).length - 1, status);
  }

  private static long running(List<CompletableFuture<Answer>> answers) {
    return answers.stream().filter(answer -> !answer.isDone()).count();
  }
}
