package dev.unroll.metric;

import dev.unroll.dataset.TargetSlice;
import dev.unroll.dataset.TargetUnits;
import dev.unroll.dataset.ValidTime;
import dev.unroll.loss.ValueLoss;
import dev.unroll.model.Predictions;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task.Target;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@link Scores} of values. Means are over examples and those components that count; of several quantiles the one nearest 0.5 is the
 * forecast.
 */
final class ValueScores implements Scores {

    private final int size;
    private final ValueLoss loss;
    private final Optional<TargetUnits> units;
    private final Optional<ValidTime> validTime;
    private final int from;
    private final int to;
    private final int forecast;
    private final double[] squared;
    private final double[] absolute;
    private long count;
    private double weightedLoss;
    private double totalWeight;
    private double pinball;
    private long validSteps;

    /** @param slice the components that count */
    ValueScores(Target target, ValueLoss loss, Optional<TargetUnits> units, Optional<ValidTime> validTime,
            TargetSlice slice) {
        this.size = target.size();
        this.from = slice.from();
        this.to = slice.to();
        this.loss = loss;
        this.units = units;
        this.validTime = validTime;
        this.forecast = loss instanceof ValueLoss.Quantile quantile ? quantile.forecast() : 0;
        this.squared = new double[size];
        this.absolute = new double[size];
    }

    @Override
    public void add(SequenceBatch batch, Predictions outputs, int sequence) {
        double weight = batch.weights() == null ? 1 : batch.weights()[sequence];
        if (weight > 0) {
            count++;
            totalWeight += weight;
            weightedLoss += weight * row(batch.values(), sequence, outputs);
            validTime.ifPresent(valid -> validSteps += validSteps(valid, batch.values(), sequence, outputs));
        }
    }

    private double row(float[] targets, int b, Predictions outputs) {
        int perTarget = loss.outputsPerTarget();
        double sum = 0;
        for (int k = from; k < to; k++) {
            float target = targets[b * size + k];
            for (int j = 0; j < perTarget; j++) {
                float output = outputs.value(b, 0, k * perTarget + j);
                sum += loss.value(output, target, j);
                if (loss instanceof ValueLoss.Quantile) {
                    pinball += 2 * loss.value(original(k, output), original(k, target), j);
                }
            }
            double error = original(k, outputs.value(b, 0, k * perTarget + forecast)) - original(k, target);
            squared[k] += error * error;
            absolute[k] += Math.abs(error);
        }
        return sum / ((to - from) * perTarget);
    }

    private int validSteps(ValidTime valid, float[] targets, int b, Predictions outputs) {
        int variables = valid.variables();
        double most = valid.tolerance() * valid.tolerance() * variables;
        int steps = size / variables;
        for (int step = 0; step < steps; step++) {
            double sum = 0;
            for (int k = step * variables; k < (step + 1) * variables; k++) {
                double error = (double) outputs.value(b, 0, k * loss.outputsPerTarget() + forecast)
                        - targets[b * size + k];
                sum += error * error;
            }
            if (!(sum <= most)) {
                return step;
            }
        }
        return steps;
    }

    private double original(int component, float scaled) {
        return units.isPresent() ? units.get().toOriginal(component, scaled) : scaled;
    }

    @Override
    public boolean empty() {
        return count == 0;
    }

    @Override
    public double loss() {
        return weightedLoss / totalWeight;
    }

    @Override
    public Map<String, Double> metrics() {
        double mse = mean(squared);
        double mae = mean(absolute);
        Map<String, Double> metrics = new LinkedHashMap<>();
        if (units.isPresent()) {
            metrics.put(Metric.MAE.name(), mae);
        }
        metrics.put(Metric.MSE.name(), mse);
        metrics.put(Metric.RMSE.name(), Math.sqrt(mse));
        metrics.putIfAbsent(Metric.MAE.name(), mae);
        units.ifPresent(found -> putScaledError(found.naiveError(), metrics));
        validTime.ifPresent(valid -> metrics.put(Metric.VALID_TIME.name(),
                validSteps * valid.timePerStep() / count));
        if (loss instanceof ValueLoss.Quantile) {
            metrics.put(Metric.QUANTILE_LOSS.name(), pinball / (count * (to - from) * loss.outputsPerTarget()));
        }
        return metrics;
    }

    private double mean(double[] sums) {
        double sum = 0;
        for (double component : sums) {
            sum += component;
        }
        return sum / (count * (to - from));
    }

    // Over the components for which a naive error is known; left out if there are none.
    private void putScaledError(double[] naiveError, Map<String, Double> metrics) {
        double sum = 0;
        int known = 0;
        for (int k = from; k < to; k++) {
            if (naiveError[k] > 0) {
                sum += absolute[k] / count / naiveError[k];
                known++;
            }
        }
        if (known > 0) {
            metrics.put(Metric.MASE.name(), sum / known);
        }
    }
}
