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
 * <p>With a validation fraction of 0 the validation part <em>is</em> the test part, as in many tutorials that split
 * 80/20 and draw the held-out loss as validation loss. Such a curve is for looking at: early stopping or keeping the
 * best weights by it would choose on the test part, and its scores would be too good.
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
    private final float[] targets;
    private final InputUnits inputUnits;
    private final TargetUnits targetUnits;

    /** @throws dev.unroll.dataset.DataException if a column is missing or not of numbers, or the series is too short */
    ForecastDataset(Table table, ForecastPlan plan) {
        this.plan = plan;
        this.sha256 = table.sha256();
        int rows = table.rows().size();
        split = new TimeSplit(plan, rows, table.source());
        int numInputs = plan.inputs().size();
        int numTargets = plan.targets().size();
        inputs = new float[rows * numInputs];
        targets = new float[rows * numTargets];
        double[] inputScale = new double[numInputs];
        double[] inputOffset = new double[numInputs];
        for (int f = 0; f < numInputs; f++) {
            double[] column = table.numbers(plan.inputs().get(f));
            Scaling scaling = write(column, inputs, f, numInputs);
            inputScale[f] = scaling.scale();
            inputOffset[f] = scaling.offset();
        }
        inputUnits = new InputUnits(plan.inputs(), inputScale, inputOffset, plan.window());
        int components = plan.horizon() * numTargets;
        double[] scale = new double[components];
        double[] offset = new double[components];
        double[] naiveError = new double[components];
        for (int j = 0; j < numTargets; j++) {
            double[] column = table.numbers(plan.targets().get(j));
            Scaling scaling = write(column, targets, j, numTargets);
            double error = naiveError(column);
            for (int k = j; k < components; k += numTargets) {
                scale[k] = scaling.scale();
                offset[k] = scaling.offset();
                naiveError[k] = error;
            }
        }
        targetUnits = new TargetUnits(plan.unit(), scale, offset, naiveError);
    }

    /** Fits the scaling of a column and writes its scaled values into column {@code at} of {@code [rows, width]}. */
    private Scaling write(double[] column, float[] scaled, int at, int width) {
        Scaling scaling = Scaling.fit(plan.scaling(), column, split.trainRows());
        for (int i = 0; i < column.length; i++) {
            scaled[i * width + at] = scaling.scaled(column[i]);
        }
        return scaling;
    }

    private double naiveError(double[] column) {
        double least = NaiveForecast.meanAbsoluteError(column, split.trainRows(), 1);
        for (Season season : plan.seasons()) {
            double error = NaiveForecast.meanAbsoluteError(column, split.trainRows(), season.steps());
            least = error < least ? error : least;
        }
        return least > 0 ? least : Double.NaN;
    }

    @Override
    public Input input() {
        return new Task.Features(plan.inputs().size());
    }

    @Override
    public Target target() {
        return new Target(TargetKind.VALUE, plan.horizon() * plan.targets().size());
    }

    @Override
    public int size(Part part) {
        return split.size(part);
    }

    @Override
    public SequenceBatch batch(Part part, int[] indices) {
        int windowSize = plan.window() * plan.inputs().size();
        int targetSize = plan.horizon() * plan.targets().size();
        int[] lengths = new int[indices.length];
        Arrays.fill(lengths, plan.window());
        float[] features = new float[indices.length * windowSize];
        float[] values = new float[indices.length * targetSize];
        for (int b = 0; b < indices.length; b++) {
            int row = split.targetRow(part, indices[b]);
            int windowStart = (row - plan.window()) * plan.inputs().size();
            System.arraycopy(inputs, windowStart, features, b * windowSize, windowSize);
            System.arraycopy(targets, row * plan.targets().size(), values, b * targetSize, targetSize);
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
        return new NaiveForecast(name, season, split, plan.horizon(), targets, plan.targets().size());
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
