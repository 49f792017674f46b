package dev.unroll.cli;

import dev.unroll.run.ForwardingListener;
import dev.unroll.run.RunListener;
import dev.unroll.run.TrialPlan;
import dev.unroll.run.TrialResult;
import dev.unroll.run.TrialTiming;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts finished trials and passes everything on. */
final class Tally extends ForwardingListener {

    private final AtomicInteger finished = new AtomicInteger();
    private volatile int planned;
    private volatile String lost = "";

    Tally(RunListener next) {
        super(next);
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
        super.runStarted(plans);
    }

    @Override
    public void trialKept(TrialPlan plan) {
        finished.incrementAndGet();
        super.trialKept(plan);
    }

    @Override
    public void trialFinished(TrialPlan plan, TrialResult result, TrialTiming timing) {
        finished.incrementAndGet();
        if (result.status() != TrialResult.Status.COMPLETED) {
            lost = sentence(result);
        }
        super.trialFinished(plan, result, timing);
    }
}
