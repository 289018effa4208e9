package portside.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// When the state is saved.
class RoutingStateWriterTest {
  private final AtomicReference<RoutingState> state = new AtomicReference<>(RoutingState.NOTHING);
  private final Semaphore paused = new Semaphore(0);
  private final Semaphore goOn = new Semaphore(0);
  private final Store store = new Store();
  private final RoutingStateWriter writer = new RoutingStateWriter(store, state::get, () -> {
    paused.release();
    goOn.acquireUninterruptibly();
  });

  private static final class Store implements RoutingStore {
    private final Queue<String> saved = new ConcurrentLinkedQueue<>();
    private final Semaphore saves = new Semaphore(0);
    private volatile boolean full;

    @Override
    public RoutingState load() {
      throw new AssertionError("nobody asked");
    }

    @Override
    public boolean save(RoutingState state) {
      saved.add(String.join(",", state.preferences().sessions().keySet()));
      boolean kept = !full;
      saves.release();
      return kept;
    }
  }

  private void change(String name) {
    state.set(new RoutingState(List.of(), List.of(), new Preferences.Kept(Map.of(name, List.of()), Preferences.Order.NONE), List.of()));
    writer.changed();
  }

  private static void await(Semaphore semaphore) throws InterruptedException {
    assertTrue(semaphore.tryAcquire(10, TimeUnit.SECONDS));
  }

  @Test
  void changesThatComeCloseTogetherAreSavedOnce() throws Exception {
    change("one");
    await(paused);
    change("two");
    change("three");
    goOn.release();
    await(store.saves);
    assertEquals(List.of("three"), List.copyOf(store.saved));
    change("four");
    await(paused);
    goOn.release();
    await(store.saves);
    assertEquals(List.of("three", "four"), List.copyOf(store.saved));
  }

  @Test
  void theEndSavesWhatIsNew() throws Exception {
    writer.close();
    assertEquals(List.of(), List.copyOf(store.saved));
    change("one");
    await(paused);
    writer.close();
    assertEquals(List.of("one"), List.copyOf(store.saved));
    writer.close();
    assertEquals(List.of("one"), List.copyOf(store.saved), "nothing is new");
    goOn.release();
  }

  @Test
  void whatCouldNotBeSavedIsTriedAgainWithTheNextChangeAndAtTheEnd() throws Exception {
    store.full = true;
    change("one");
    await(paused);
    goOn.release();
    await(store.saves);
    store.full = false;
    writer.close();
    assertEquals(List.of("one", "one"), List.copyOf(store.saved));
  }

  @Test
  void withoutAStoreNothingIsKept() {
    assertTrue(RoutingStore.NONE.save(RoutingState.NOTHING));
    assertEquals(RoutingState.NOTHING, RoutingStore.NONE.load());
  }
}
