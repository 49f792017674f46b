package dev.unroll.datasets.series;

import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.BatchArrays;
import dev.unroll.dataset.InputUnits;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.dataset.TargetSlice;
import dev.unroll.dataset.TargetUnits;
import dev.unroll.datasets.Horizon;
import dev.unroll.datasets.LinearAutoregression;
import dev.unroll.datasets.Scaling;
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
 * <p>Several series (shops, cities) are examples of one task: no window spans two of them, each is cut in order of its
 * own time, and scaling is common to all. A column known in advance is seen {@code horizon} rows ahead, so that the
 * window's last steps show its values at the very rows that are forecast.
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
    private final ForecastKeys keys;
    private final SeriesFrame frame;
    private final SeriesSplit split;
    private final float[] inputs;
    private final ForecastTargets targets;
    private final InputUnits inputUnits;
    private final TargetUnits targetUnits;
    private final List<Baseline> baselines;

    /** @throws dev.unroll.dataset.DataException if a column is missing or not of numbers, or the series is too short */
    ForecastDataset(Table table, ForecastPlan plan) {
        this(SeriesFrame.of(table, plan), plan);
    }

    /** @throws dev.unroll.dataset.DataException if a gap cannot be filled, or a series is too short */
    ForecastDataset(SeriesFrame frame, ForecastPlan plan) {
        this.plan = plan;
        this.keys = plan.keys();
        this.frame = frame;
        frame.noteMissing(plan.targets());
        split = new SeriesSplit(plan, frame);
        if (plan.missing() != Missing.REFUSE) {
            frame.fill(plan.missing(), split.trainRanges());
        }
        int numFeatures = plan.numFeatures();
        inputs = new float[frame.rows() * numFeatures];
        List<String> names = new ArrayList<>();
        Scaling[] scalings = new Scaling[numFeatures];
        for (String name : plan.inputs()) {
            scalings[names.size()] = writeInput(frame.column(name), names.size());
            names.add(keys.differences() ? name + " change" : name);
        }
        for (String name : keys.future()) {
            scalings[names.size()] = writeFuture(frame.column(name), names.size());
            names.add(name + " " + keys.horizon() + " later");
        }
        inputUnits = new InputUnits(List.copyOf(names), Scaling.scales(scalings), Scaling.offsets(scalings),
                keys.window());
        double[][] columns = plan.targets().stream().map(frame::column).toArray(double[][]::new);
        targets = new ForecastTargets(plan, columns, split.trainRanges());
        targetUnits = targets.units();
        baselines = makeBaselines(columns);
    }

    /** Fits the scaling of an input and writes its scaled values: NaN, and never read, where row 0 has no change. */
    private Scaling writeInput(double[] column, int feature) {
        double[] values = keys.differences() ? Ranges.changes(column, 1) : column;
        Scaling scaling = Ranges.scaling(keys.scaling(), values, split.trainRanges(), keys.differences() ? 1 : 0);
        for (int i = 0; i < values.length; i++) {
            inputs[i * plan.numFeatures() + feature] = scaling.scaled(values[i]);
        }
        return scaling;
    }

    /** The same for what is known in advance: each row gets the level a horizon later, of which there always is one. */
    private Scaling writeFuture(double[] column, int feature) {
        Scaling scaling = Ranges.scaling(keys.scaling(), column, split.trainRanges(), 0);
        for (int i = 0; i + keys.horizon() < column.length; i++) {
            inputs[i * plan.numFeatures() + feature] = scaling.scaled(column[i + keys.horizon()]);
        }
        return scaling;
    }

    @Override
    public Input input() {
        return new Task.Features(plan.numFeatures());
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
    public int length(Part part, int index) {
        split.targetRow(part, index);
        return keys.window();
    }

    @Override
    public SequenceBatch batch(Part part, int[] indices) {
        return batch(part, indices, new BatchArrays());
    }

    @Override
    public SequenceBatch batch(Part part, int[] indices, BatchArrays arrays) {
        int windowSize = keys.window() * plan.numFeatures();
        int[] lengths = arrays.lengths(indices.length);
        Arrays.fill(lengths, keys.window());
        float[] features = arrays.features(indices.length * windowSize);
        float[] values = arrays.values(indices.length * targets.size());
        for (int b = 0; b < indices.length; b++) {
            int row = split.targetRow(part, indices[b]);
            int windowStart = (row - keys.window()) * plan.numFeatures();
            System.arraycopy(inputs, windowStart, features, b * windowSize, windowSize);
            for (int h = 0; h < keys.horizon(); h++) {
                targets.write(row, h, row + h, values, b * targets.size());
            }
        }
        return new SequenceBatch(lengths, features, null, values, null, null);
    }

    private List<Baseline> makeBaselines(double[][] columns) {
        List<Baseline> made = new ArrayList<>();
        made.add(naive("last value", 0));
        for (Season season : plan.seasons()) {
            made.add(naive(season.name(), season.steps()));
        }
        made.add(new SmoothedForecast(split, frame, keys.horizon(), targets, columns));
        made.add(new LinearAutoregression(this, keys.window()));
        return List.copyOf(made);
    }

    @Override
    public List<Baseline> baselines() {
        return baselines;
    }

    private Baseline naive(String name, int season) {
        return new NaiveForecast(name, season, split, frame, keys.horizon(), targets);
    }

    @Override
    public Optional<TargetUnits> units() {
        return Optional.of(targetUnits);
    }

    @Override
    public List<TargetSlice> targetSlices() {
        return Horizon.slices(keys.horizon(), targets.size() / keys.horizon());
    }

    @Override
    public InputUnits inputUnits() {
        return inputUnits;
    }

    @Override
    public String fingerprint() {
        return frame.sha256();
    }
}
