package dev.unroll.cli;

import dev.unroll.run.RunListener;
import dev.unroll.run.TrialPlan;
import dev.unroll.run.TrialResult;
import dev.unroll.run.TrialTiming;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts finished trials and passes everything on. */
final class Tally implements RunListener {

    private final RunListener next;
    private final AtomicInteger finished = new AtomicInteger();
    private volatile int planned;
    private volatile String lost = "";

    Tally(RunListener next) {
        this.next = next;
    }

    int planned() {
        return planned;
    }

    int finished() {
        return finished.get();
    }

    /** What became of the last trial that diverged or failed; empty if none did. */
    String lost() {
        return lost;
    }

    /** What became of a trial without a score. */
    static String sentence(TrialResult trial) {
        return trial.id() + " " + trial.status().name().toLowerCase(Locale.ROOT) + ": " + trial.reason();
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
    public void trialKept(TrialPlan plan) {
        finished.incrementAndGet();
        next.trialKept(plan);
    }

    @Override
    public void trialFinished(TrialPlan plan, TrialResult result, TrialTiming timing) {
        finished.incrementAndGet();
        if (result.status() != TrialResult.Status.COMPLETED) {
            lost = sentence(result);
        }
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
