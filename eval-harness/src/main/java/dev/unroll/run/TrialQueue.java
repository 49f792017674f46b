package dev.unroll.run;

import dev.unroll.training.StopSignal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Hands out the trials that nobody runs. Those that another process runs are looked at again now and then, for it may
 * die.
 */
final class TrialQueue {

    private static final long MILLIS_BETWEEN_LOOKS = 500;

    private final Deque<TrialPlan> waiting;
    private final List<TrialPlan> elsewhere = new ArrayList<>();
    private final Function<TrialPlan, Sessions.Claim> claim;
    private final boolean waitForOthers;
    private final StopSignal stop;
    private final Consumer<TrialPlan> finishedElsewhere;

    /**
     * @param claim             tries to take a trial for this process
     * @param waitForOthers     whether trials that other processes run are waited for
     * @param finishedElsewhere told of trials that other processes finished
     */
    TrialQueue(List<TrialPlan> pending, Function<TrialPlan, Sessions.Claim> claim, boolean waitForOthers,
            StopSignal stop, Consumer<TrialPlan> finishedElsewhere) {
        this.waiting = new ArrayDeque<>(pending);
        this.claim = claim;
        this.waitForOthers = waitForOthers;
        this.stop = stop;
        this.finishedElsewhere = finishedElsewhere;
    }

    /** The next trial, claimed; empty if there is nothing left or a stop was requested. */
    synchronized Optional<TrialPlan> take() {
        while (!stop.requested()) {
            while (!waiting.isEmpty()) {
                TrialPlan plan = waiting.pop();
                switch (claim.apply(plan)) {
                    case TAKEN -> {
                        return Optional.of(plan);
                    }
                    case ELSEWHERE -> elsewhere.add(plan);
                    case FINISHED -> finishedElsewhere.accept(plan);
                }
            }
            if (elsewhere.isEmpty() || !waitForOthers) {
                return Optional.empty();
            }
            pause();
            waiting.addAll(elsewhere);
            elsewhere.clear();
        }
        return Optional.empty();
    }

    private void pause() {
        try {
            wait(MILLIS_BETWEEN_LOOKS);
        } catch (InterruptedException e) {
            stop.request();
            Thread.currentThread().interrupt();
        }
    }
}
