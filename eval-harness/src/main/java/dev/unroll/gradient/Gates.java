package dev.unroll.gradient;

import dev.unroll.model.Trace.StepValues;
import java.util.List;

/**
 * How gates are used, by gate, unit and step: means, shares below 0.05 and above 0.95 (Karpathy, Johnson &amp; Fei-Fei
 * 2015, arXiv 1506.02078), and time constants τ = −1 / ln f̄ of forget and update gates (Tallec &amp; Ollivier 2018,
 * arXiv 1804.11188). See {@link GateUse}.
 */
final class Gates implements Measure {

    private static final float LOW = 0.05f;
    private static final float HIGH = 0.95f;

    @Override
    public String name() {
        return "gates";
    }

    @Override
    public String description() {
        return "time constants of forget gates, saturation of all gates, over units and over time";
    }

    @Override
    public List<MeasureTable> of(Subject subject) {
        MeasureTable summary = MeasureTable.of("gates-summary", "How gates are used: mean, share of values below 0.05"
                + " and above 0.95, and the 0.05, 0.5 and 0.95 quantile over units of the time constant -1/ln(mean),"
                + " in steps.", "gate",
                "mean", "low", "high", "tau-0.05", "tau-0.5", "tau-0.95").printed();
        GateUse.of(subject.network(), subject.probe()).forEach((gate, use) -> {
            double[] tau = use.timeConstants();
            summary.row(gate, use.mean(), use.low(), use.high(), tau.length == 0 ? null : tau[0],
                    tau.length == 0 ? null : tau[2], tau.length == 0 ? null : tau[4]);
        });
        if (summary.rows().isEmpty()) {
            return List.of();
        }
        MeasureTable units = MeasureTable.of("gates-units", "Mean of each gate's units over sequences and steps,"
                + " shares below 0.05 and above 0.95, and the time constant in steps where the gate"
                + " remembers.", "gate", "unit", "mean",
                "low", "high", "tau");
        MeasureTable steps = MeasureTable.of("gates-steps", "Mean of each gate over sequences and units, by step, with"
                + " the shares below 0.05 and above 0.95.", "gate", "step", "mean", "low", "high")
                .drawn(new MeasureTable.Figure("step", "mean", List.of("gate"), false));
        ProbeStates states = ProbeStates.of(subject.network(), subject.probe());
        states.values().forEach((name, values) -> {
            if (GateUse.isGate(name)) {
                units(name, values, states.lengths(), units);
                steps(name, values, states.lengths(), steps);
            }
        });
        return List.of(summary, units, steps);
    }

    private static void units(String name, StepValues values, int[] lengths, MeasureTable table) {
        for (int j = 0; j < values.size(); j++) {
            Shares shares = new Shares();
            for (int b = 0; b < values.batchSize(); b++) {
                for (int t = 0; t < lengths[b]; t++) {
                    shares.add(values.value(b, t, j));
                }
            }
            table.row(name, j, shares.mean(), shares.low(), shares.high(),
                    GateUse.remembers(name) ? (Object) GateUse.timeConstant(shares.mean()) : null);
        }
    }

    private static void steps(String name, StepValues values, int[] lengths, MeasureTable table) {
        for (int t = 0; t < values.steps(); t++) {
            Shares shares = new Shares();
            for (int b = 0; b < values.batchSize(); b++) {
                for (int j = 0; t < lengths[b] && j < values.size(); j++) {
                    shares.add(values.value(b, t, j));
                }
            }
            table.row(name, t, shares.mean(), shares.low(), shares.high());
        }
    }

    /** A mean, and how many of its values lie at either end. */
    private static final class Shares {
        private double sum;
        private long low;
        private long high;
        private long count;

        void add(float value) {
            sum += value;
            low += value < LOW ? 1 : 0;
            high += value > HIGH ? 1 : 0;
            count++;
        }

        double mean() {
            return sum / count;
        }

        double low() {
            return (double) low / count;
        }

        double high() {
            return (double) high / count;
        }
    }
}
