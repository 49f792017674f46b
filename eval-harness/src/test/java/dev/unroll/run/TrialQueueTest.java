package dev.unroll.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.experiment.ExperimentSpec.ModelEntry;
import dev.unroll.fake.ScriptedModel;
import dev.unroll.run.Sessions.Claim;
import dev.unroll.training.StopSignal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrialQueueTest {

    private static final long MEMORY = 1000;

    private final TrialCosts costs = new TrialCosts();
    private final Map<String, Claim> claims = new HashMap<>();
    private final List<String> elsewhere = new ArrayList<>();
    private final StopSignal stop = new StopSignal();

    private static TrialPlan plan(String model, long seed, double work) {
        ModelEntry entry = new ModelEntry(model, "scripted", new ScriptedModel.Spec(), List.of());
        return new TrialPlan("d/" + model + "/" + seed, "d", entry, null, seed, 1, 1, work);
    }

    private TrialQueue queue(boolean waitForOthers, TrialPlan... plans) {
        return new TrialQueue(List.of(plans), costs, MEMORY, plan -> claims.getOrDefault(plan.id(), Claim.TAKEN),
                waitForOthers, stop, plan -> elsewhere.add(plan.id()));
    }

    private static List<String> take(TrialQueue queue, int count) {
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            queue.take().ifPresent(plan -> taken.add(plan.id()));
        }
        return taken;
    }

    @Test
    void longTrialsGoFirstAndEqualOnesInOrder() {
        TrialQueue queue = queue(true, plan("small", 1, 1), plan("small", 2, 1), plan("large", 1, 9), plan("mid", 1, 4));

        assertThat(take(queue, 4)).containsExactly("d/large/1", "d/mid/1", "d/small/1", "d/small/2");
    }

    @Test
    void whatWasMeasuredCountsForMoreThanWhatWasGuessed() {
        TrialPlan slow = plan("slow", 1, 1);
        costs.add(slow, 60, 0);
        costs.add(plan("fast", 1, 100), 2, 0);

        assertThat(take(queue(true, plan("fast", 2, 100), plan("slow", 2, 1), plan("unknown", 1, 50)), 3))
                .containsExactly("d/slow/2", "d/unknown/1", "d/fast/2");
    }

    @Test
    void whatDoesNotFitBesideTheOthersWaitsAndASmallOnePasses() {
        TrialPlan large = plan("large", 1, 9);
        TrialPlan small = plan("small", 1, 1);
        costs.add(large, 9, 300);
        costs.add(small, 1, 100);
        TrialQueue queue = queue(true, plan("large", 2, 9), plan("large", 3, 9), small);

        // Of 1000 bytes each large one takes 600, with headroom, and a small one 200.
        assertThat(take(queue, 2)).containsExactly("d/large/2", "d/small/1");
        queue.ended(plan("large", 2, 9));
        assertThat(take(queue, 1)).containsExactly("d/large/3");
    }

    @Test
    void whatFitsNowhereRunsAlone() {
        TrialPlan huge = plan("huge", 1, 1);
        costs.add(huge, 1, 100 * MEMORY);

        assertThat(take(queue(true, huge), 1)).containsExactly("d/huge/1");
    }

    @Test
    void oneThatRanOutOfMemoryBesideOthersRunsOnceMoreAlone() {
        TrialPlan first = plan("a", 1, 2);
        TrialQueue queue = queue(true, first, plan("b", 1, 1));
        assertThat(take(queue, 1)).containsExactly("d/a/1");

        assertThat(queue.onceMoreAlone(first, 2)).isTrue();
        queue.ended(first);
        assertThat(take(queue, 1)).containsExactly("d/b/1");
        queue.ended(plan("b", 1, 1));
        assertThat(take(queue, 1)).containsExactly("d/a/1");
        assertThat(queue.onceMoreAlone(first, 2)).as("a second time").isFalse();
        assertThat(queue(true, first).onceMoreAlone(first, 1)).as("with nothing beside it").isFalse();
    }

    @Test
    void trialsOfOthersAreLeftToThemOrWaitedFor() {
        claims.put("d/a/1", Claim.ELSEWHERE);
        claims.put("d/b/1", Claim.FINISHED);
        assertThat(queue(false, plan("a", 1, 2), plan("b", 1, 1)).take()).isEmpty();
        assertThat(elsewhere).containsExactly("d/b/1");

        int[] looks = new int[1];
        TrialQueue waiting = new TrialQueue(List.of(plan("a", 1, 1)), costs, MEMORY,
                plan -> looks[0]++ == 0 ? Claim.ELSEWHERE : Claim.TAKEN, true, stop, plan -> { });
        assertThat(waiting.take()).map(TrialPlan::id).isEqualTo(Optional.of("d/a/1"));
    }
}
