package dev.unroll.run;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.DoubleAdder;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows how a run goes: on a terminal one bar over the work of all trials, with the time left; elsewhere one line for
 * each finished trial.
 */
public final class ProgressBars implements RunListener {

    private static final long TICKS = 10_000;
    private static final int MILLIS_BETWEEN_DRAWINGS = 250;

    private final PrintStream out;
    private final boolean terminal;
    private final Map<String, Double> done = new ConcurrentHashMap<>();
    private final DoubleAdder sum = new DoubleAdder();
    private final AtomicInteger finished = new AtomicInteger();
    private double work;
    private int trials;
    private ProgressBar bar;

    /** @param terminal whether lines can be drawn over */
    public ProgressBars(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public void runStarted(List<TrialPlan> plans) {
        trials = plans.size();
        for (TrialPlan plan : plans) {
            work += plan.work();
        }
        if (terminal) {
            bar = new ProgressBarBuilder().setTaskName(trials + " trials").setInitialMax(TICKS)
                    .setStyle(ProgressBarStyle.ASCII).setUpdateIntervalMillis(MILLIS_BETWEEN_DRAWINGS)
                    .setConsumer(new ConsoleProgressBarConsumer(out)).setUnit(" %", TICKS / 100).build();
        }
    }

    @Override
    public void trialStarted(TrialPlan plan) {
        if (bar != null) {
            bar.setExtraMessage(plan.id());
        }
    }

    @Override
    public void trialProgressed(TrialPlan plan, double fraction) {
        if (bar != null) {
            Double earlier = fraction == 1 ? done.remove(plan.id()) : done.put(plan.id(), fraction * plan.work());
            sum.add(fraction * plan.work() - (earlier == null ? 0 : earlier));
            bar.stepTo((long) (TICKS * sum.sum() / work));
        }
    }

    @Override
    public void trialKept(TrialPlan plan) {
        finished.incrementAndGet();
        trialProgressed(plan, 1);
    }

    @Override
    public void trialFinished(TrialPlan plan, TrialResult result, TrialTiming timing) {
        int count = finished.incrementAndGet();
        if (bar != null) {
            trialProgressed(plan, 1);
        } else {
            String outcome = result.status() == TrialResult.Status.COMPLETED
                    ? score(result) : result.status().name().toLowerCase(Locale.ROOT) + ": " + result.reason();
            out.printf(Locale.ROOT, "[%d/%d] %s  %s  %.1f s%n", count, trials, plan.id(), outcome,
                    timing.totalSeconds());
        }
    }

    private static String score(TrialResult result) {
        Map.Entry<String, Double> primary = result.test().entrySet().iterator().next();
        return String.format(Locale.ROOT, "test %s %.4g", primary.getKey(), primary.getValue());
    }

    @Override
    public void speedStarted() {
        if (bar != null) {
            bar.setExtraMessage("measuring speed");
        } else {
            out.println("measuring speed");
        }
    }

    @Override
    public void runEnded() {
        if (bar != null) {
            bar.close();
        }
    }
}
