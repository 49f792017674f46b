package dev.unroll.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkersTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void everyPieceIsDoneExactlyOnce(int threads) {
        try (Workers workers = new Workers(threads)) {
            assertThat(workers.threads()).isEqualTo(threads);
            for (int count : new int[] {0, 1, 2, 3, 7, 100, 1000}) {
                for (int round = 0; round < 20; round++) {
                    AtomicIntegerArray done = new AtomicIntegerArray(count);
                    workers.forEach(count, done::incrementAndGet);
                    for (int i = 0; i < count; i++) {
                        assertThat(done.get(i)).as("piece %d of %d", i, count).isEqualTo(1);
                    }
                }
            }
        }
    }

    @Test
    void everyThreadTakesPart() {
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        try (Workers workers = new Workers(3)) {
            CountDownLatch all = new CountDownLatch(3);
            // A piece ends only when all three are running, so no thread can do two.
            workers.forEach(3, index -> {
                seen.add(Thread.currentThread());
                all.countDown();
                await(all);
            });
        }
        assertThat(seen).hasSize(3).contains(Thread.currentThread());
    }

    @Test
    void eachThreadBeginsWithTheSamePieceEveryTime() {
        Thread[] done = new Thread[4];
        try (Workers workers = new Workers(2)) {
            Thread daemon = null;
            for (int round = 0; round < 50; round++) {
                CountDownLatch begun = new CountDownLatch(2);
                // Neither can help out elsewhere before the other has begun at home.
                workers.forEach(4, index -> {
                    done[index] = Thread.currentThread();
                    if (index % 2 == 0) {
                        begun.countDown();
                        await(begun);
                    }
                });
                assertThat(done[0]).isSameAs(Thread.currentThread());
                assertThat(done[2]).isNotSameAs(Thread.currentThread());
                assertThat(daemon == null ? done[2] : daemon).isSameAs(done[2]);
                daemon = done[2];
            }
        }
    }

    @Test
    void plainWritesOfPiecesAreSeenByTheCaller() {
        try (Workers workers = new Workers(3)) {
            int[] values = new int[500];
            for (int round = 1; round <= 200; round++) {
                int added = round;
                workers.forEach(values.length, index -> values[index] += added);
            }
            assertThat(values).containsOnly(200 * 201 / 2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void whatAPieceThrowsReachesTheCallerAndTheTeamGoesOn(int threads) {
        try (Workers workers = new Workers(threads)) {
            for (int round = 0; round < 10; round++) {
                assertThatThrownBy(() -> workers.forEach(8, index -> {
                    if (index == 5) {
                        throw new IllegalStateException("piece 5");
                    }
                })).isInstanceOf(IllegalStateException.class).hasMessage("piece 5");
                AtomicInteger done = new AtomicInteger();
                workers.forEach(8, index -> done.incrementAndGet());
                assertThat(done).hasValue(8);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void errorsReachTheCallerToo(int threads) {
        try (Workers workers = new Workers(threads)) {
            assertThatThrownBy(() -> workers.forEach(4, index -> {
                throw new OutOfMemoryError("pretended");
            })).isInstanceOf(OutOfMemoryError.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void aCallFromInsideAPieceRunsInPlace(int threads) {
        try (Workers workers = new Workers(threads)) {
            AtomicIntegerArray done = new AtomicIntegerArray(12);
            workers.forEach(4, outer -> {
                Thread thread = Thread.currentThread();
                Set<Thread> inside = new HashSet<>();
                workers.forEach(3, inner -> {
                    inside.add(Thread.currentThread());
                    done.incrementAndGet(outer * 3 + inner);
                });
                assertThat(inside).containsExactly(thread);
            });
            for (int i = 0; i < 12; i++) {
                assertThat(done.get(i)).isEqualTo(1);
            }
        }
    }

    @Test
    void aLongPauseBetweenCallsOnlyLetsThreadsSleep() {
        Set<Thread> team = ConcurrentHashMap.newKeySet();
        try (Workers workers = new Workers(2)) {
            join(workers, team);
            team.remove(Thread.currentThread());
            Thread daemon = team.iterator().next();
            while (daemon.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            join(workers, team);
            assertThat(team).hasSize(2);
        }
    }

    @Test
    void closingEndsTheThreads() throws InterruptedException {
        Set<Thread> team = ConcurrentHashMap.newKeySet();
        Workers workers = new Workers(2);
        join(workers, team);
        workers.close();
        team.remove(Thread.currentThread());
        for (Thread daemon : team) {
            daemon.join();
            assertThat(daemon.isAlive()).isFalse();
        }
        assertThat(team).hasSize(1);
    }

    @Test
    void afterClosingTheCallerWorksAlone() {
        Workers workers = new Workers(3);
        workers.close();
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        AtomicInteger done = new AtomicInteger();
        workers.forEach(10, index -> {
            seen.add(Thread.currentThread());
            done.incrementAndGet();
        });
        assertThat(done).hasValue(10);
        assertThat(seen).containsExactly(Thread.currentThread());
    }

    @Test
    void thereMustBeAThread() {
        assertThatThrownBy(() -> new Workers(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the number of threads must be at least 1; got 0");
    }

    /** Runs two pieces that wait for each other, so that both threads of the team show themselves. */
    private static void join(Workers workers, Set<Thread> team) {
        CountDownLatch both = new CountDownLatch(2);
        workers.forEach(2, index -> {
            team.add(Thread.currentThread());
            both.countDown();
            await(both);
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
