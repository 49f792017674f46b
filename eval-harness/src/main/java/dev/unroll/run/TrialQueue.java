package dev.unroll.run;

import dev.unroll.training.StopSignal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Hands out the trials that nobody runs: those that take longest first, so that no long one is left for the end, and only
 * as many at a time as memory holds. One that fits nowhere runs alone. Those that another process runs are looked at
 * again now and then, for it may die.
 */
final class TrialQueue {

    private static final long MILLIS_BETWEEN_LOOKS = 500;

    private final LinkedList<TrialPlan> waiting;
    private final List<TrialPlan> elsewhere = new ArrayList<>();
    private final Map<String, Long> running = new HashMap<>();
    private final Set<String> alone = new HashSet<>();
    private final TrialCosts costs;
    private final long memory;
    private final Function<TrialPlan, Sessions.Claim> claim;
    private final boolean waitForOthers;
    private final StopSignal stop;
    private final Consumer<TrialPlan> finishedElsewhere;
    private int knownWhenSorted;

    /**
     * @param memory            bytes that trials may take together
     * @param claim             tries to take a trial for this process
     * @param waitForOthers     whether trials that other processes run are waited for
     * @param finishedElsewhere told of trials that other processes finished
     */
    TrialQueue(List<TrialPlan> pending, TrialCosts costs, long memory, Function<TrialPlan, Sessions.Claim> claim,
            boolean waitForOthers, StopSignal stop, Consumer<TrialPlan> finishedElsewhere) {
        this.waiting = new LinkedList<>(pending);
        this.costs = costs;
        this.memory = memory;
        this.claim = claim;
        this.waitForOthers = waitForOthers;
        this.stop = stop;
        this.finishedElsewhere = finishedElsewhere;
        sort();
    }

    /**
     * The next trial, claimed; waits while those that are left do not fit beside what runs. Empty if there is nothing
     * left or a stop was requested.
     */
    synchronized Optional<TrialPlan> take() {
        while (!stop.requested()) {
            // Times get better known, but sorting anew for each would take longer than it saves.
            if (costs.known() >= 2 * knownWhenSorted && costs.known() > knownWhenSorted) {
                sort();
            }
            Optional<TrialPlan> next = claimOneThatFits();
            if (next.isPresent()) {
                return next;
            }
            if (waiting.isEmpty() && running.isEmpty() && (elsewhere.isEmpty() || !waitForOthers)) {
                return Optional.empty();
            }
            // One that runs may come back, if memory was too small for it beside others.
            pause();
            waiting.addAll(elsewhere);
            elsewhere.clear();
        }
        return Optional.empty();
    }

    private Optional<TrialPlan> claimOneThatFits() {
        for (Iterator<TrialPlan> plans = waiting.iterator(); plans.hasNext();) {
            TrialPlan plan = plans.next();
            long bytes = alone.contains(plan.id()) ? memory : costs.bytes(plan);
            if (!running.isEmpty() && bytes > free()) {
                continue;
            }
            plans.remove();
            switch (claim.apply(plan)) {
                case TAKEN -> {
                    running.put(plan.id(), bytes);
                    return Optional.of(plan);
                }
                case ELSEWHERE -> elsewhere.add(plan);
                case FINISHED -> finishedElsewhere.accept(plan);
            }
        }
        return Optional.empty();
    }

    private long free() {
        long free = memory;
        for (long bytes : running.values()) {
            free -= bytes;
        }
        return free;
    }

    /** A trial that was taken runs no more. */
    synchronized void ended(TrialPlan plan) {
        running.remove(plan.id());
        notifyAll();
    }

    /** Of a trial that memory was too small for: whether it is to run once more, alone, having run beside others. */
    synchronized boolean onceMoreAlone(TrialPlan plan, int jobs) {
        if (jobs == 1 || !alone.add(plan.id())) {
            return false;
        }
        waiting.add(plan);
        return true;
    }

    private void sort() {
        knownWhenSorted = costs.known();
        Map<String, Double> seconds = new HashMap<>();
        waiting.forEach(plan -> seconds.put(plan.id(), costs.seconds(plan)));
        // Stable: of the same length, in the order of the spec.
        waiting.sort(Comparator.comparingDouble((TrialPlan plan) -> -seconds.get(plan.id())));
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
