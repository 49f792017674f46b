package dev.unroll.datasets.series;

import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.InputUnits;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.dataset.TargetUnits;
import dev.unroll.datasets.table.Table;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Input;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Forecasts of the next rows of a table from a window of the rows before. With window 3 and horizon 2, the example
 * whose first target is row 7 is:
 * <pre>
 *   row      4  5  6 | 7  8
 *            features  target
 * </pre>
 *
 * <p>F input columns, J target columns; the target is a value of K = horizon * J components, component {@code h * J +
 * j} being column j at step h.
 *
 * <p>The parts are cut in order of time, and a row belongs to the part that it is a target in: no row is a target in
 * two parts, and the targets of an example never reach past its part. The window of the first validation and test
 * examples reaches back into the part before, as it does for whoever forecasts; that is no leak, since those rows are
 * known by then. Scaling and naive errors are computed on the training rows alone.
 *
 * <p>With differences, inputs are the changes from one row to the next and the target at step h is the change from the
 * last known value to the value at that step. With window 2 and horizon 2, the first training example of a column is:
 * <pre>
 *   row      0  1  2 |  3   4
 *   value    1  3  6 | 10  15
 *   features    2  3
 *   target              4   9   10 - 6 and 15 - 6
 * </pre>
 * The last known value plus the forecast change is the forecast level, so the error of the change <em>is</em> the error
 * of the level, in the data's own units: MAE, RMSE and MASE mean the same with differences as without, and compare with
 * the same naive forecasts. Scaling is that of the training part's changes, for each step of the horizon its own.
 *
 * <p>With a validation fraction of 0 the validation part <em>is</em> the test part, as in many tutorials that split
 * 80/20 and draw the held-out loss as validation loss. Such a curve is for looking at: early stopping or keeping the
 * best weights by it would choose on the test part, and its scores would be too good, so the harness refuses both.
 *
 * <p>The error for MASE (Hyndman &amp; Koehler 2006, "Another look at measures of forecast accuracy") is the least,
 * over the training rows, among one step back and one of each season back: below 1 is better than all of these on
 * average.
 */
public final class ForecastDataset implements SequenceDataset {

    private final ForecastPlan plan;
    private final TimeSplit split;
    private final String sha256;
    private final float[] inputs;
    private final ForecastTargets targets;
    private final InputUnits inputUnits;
    private final TargetUnits targetUnits;

    /** @throws dev.unroll.dataset.DataException if a column is missing or not of numbers, or the series is too short */
    ForecastDataset(Table table, ForecastPlan plan) {
        this.plan = plan;
        this.sha256 = table.sha256();
        int rows = table.rows().size();
        split = new TimeSplit(plan, rows, table.source());
        int numInputs = plan.inputs().size();
        inputs = new float[rows * numInputs];
        List<String> names = new ArrayList<>();
        double[] scale = new double[numInputs];
        double[] offset = new double[numInputs];
        for (int f = 0; f < numInputs; f++) {
            String name = plan.inputs().get(f);
            names.add(plan.differences() ? name + " change" : name);
            Scaling scaling = writeInput(table.numbers(name), f);
            scale[f] = scaling.scale();
            offset[f] = scaling.offset();
        }
        inputUnits = new InputUnits(List.copyOf(names), scale, offset, plan.window());
        double[][] columns = plan.targets().stream().map(table::numbers).toArray(double[][]::new);
        targets = new ForecastTargets(plan, columns, split.trainRows());
        targetUnits = targets.units();
    }

    /** Fits the scaling of an input and writes its scaled values: NaN, and never read, where row 0 has no change. */
    private Scaling writeInput(double[] column, int input) {
        double[] values = plan.differences() ? ForecastTargets.changes(column, 1) : column;
        Scaling scaling = Scaling.fit(plan.scaling(), values, plan.differences() ? 1 : 0, split.trainRows());
        for (int i = 0; i < values.length; i++) {
            inputs[i * plan.inputs().size() + input] = scaling.scaled(values[i]);
        }
        return scaling;
    }

    @Override
    public Input input() {
        return new Task.Features(plan.inputs().size());
    }

    @Override
    public Target target() {
        return new Target(TargetKind.VALUE, targets.size());
    }

    @Override
    public int size(Part part) {
        return split.size(part);
    }

    @Override
    public boolean validationIsTest() {
        return split.validationIsTest();
    }

    @Override
    public SequenceBatch batch(Part part, int[] indices) {
        int windowSize = plan.window() * plan.inputs().size();
        int[] lengths = new int[indices.length];
        Arrays.fill(lengths, plan.window());
        float[] features = new float[indices.length * windowSize];
        float[] values = new float[indices.length * targets.size()];
        for (int b = 0; b < indices.length; b++) {
            int row = split.targetRow(part, indices[b]);
            int windowStart = (row - plan.window()) * plan.inputs().size();
            System.arraycopy(inputs, windowStart, features, b * windowSize, windowSize);
            for (int h = 0; h < plan.horizon(); h++) {
                targets.write(row, h, row + h, values, b * targets.size());
            }
        }
        return new SequenceBatch(lengths, features, null, values, null, null);
    }

    @Override
    public List<Baseline> baselines() {
        List<Baseline> baselines = new ArrayList<>();
        baselines.add(naive("last value", 0));
        for (Season season : plan.seasons()) {
            baselines.add(naive(season.name(), season.steps()));
        }
        return List.copyOf(baselines);
    }

    private Baseline naive(String name, int season) {
        return new NaiveForecast(name, season, split, plan.horizon(), targets);
    }

    @Override
    public Optional<TargetUnits> units() {
        return Optional.of(targetUnits);
    }

    @Override
    public InputUnits inputUnits() {
        return inputUnits;
    }

    @Override
    public String fingerprint() {
        return sha256;
    }
}
