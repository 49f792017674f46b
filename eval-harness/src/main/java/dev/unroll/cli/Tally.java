package dev.unroll.cli;

import dev.unroll.run.RunListener;
import dev.unroll.run.TrialPlan;
import dev.unroll.run.TrialResult;
import dev.unroll.run.TrialTiming;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts finished trials and passes everything on. */
final class Tally implements RunListener {

    private final RunListener next;
    private final AtomicInteger finished = new AtomicInteger();
    private volatile int planned;

    Tally(RunListener next) {
        this.next = next;
    }

    int planned() {
        return planned;
    }

    int finished() {
        return finished.get();
    }

    @Override
    public void runStarted(List<TrialPlan> plans) {
        planned = plans.size();
        next.runStarted(plans);
    }

    @Override
    public void trialStarted(TrialPlan plan) {
        next.trialStarted(plan);
    }

    @Override
    public void trialProgressed(TrialPlan plan, double fraction) {
        next.trialProgressed(plan, fraction);
    }

    @Override
    public void trialFinished(TrialPlan plan, TrialResult result, TrialTiming timing) {
        finished.incrementAndGet();
        next.trialFinished(plan, result, timing);
    }

    @Override
    public void speedStarted() {
        next.speedStarted();
    }

    @Override
    public void runEnded() {
        next.runEnded();
    }
}
