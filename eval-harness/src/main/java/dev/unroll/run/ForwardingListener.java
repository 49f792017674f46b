package dev.unroll.run;

import dev.unroll.model.Parameters;
import dev.unroll.run.TrialResult.CurvePoint;
import java.util.List;

/** Passes on all that it hears; a subclass says what it does besides. */
public abstract class ForwardingListener implements RunListener {

    private final RunListener next;

    protected ForwardingListener(RunListener next) {
        this.next = next;
    }

    @Override
    public void runStarted(List<TrialPlan> plans) {
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
    public void trialValidated(TrialPlan plan, CurvePoint point, Parameters parameters) {
        next.trialValidated(plan, point, parameters);
    }

    @Override
    public void trialKept(TrialPlan plan) {
        next.trialKept(plan);
    }

    @Override
    public void trialFinished(TrialPlan plan, TrialResult result, TrialTiming timing) {
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
