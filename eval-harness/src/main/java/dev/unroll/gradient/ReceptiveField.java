package dev.unroll.gradient;

import dev.unroll.model.InputGradients;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import java.util.Arrays;
import java.util.List;

/**
 * The receptive field over the sequence: how much the outputs y at a sequence's last step that counts change with the
 * input x so many steps back,
 *
 * <pre>
 * s(Δ) = E_x ‖∂y_T/∂x_{T-Δ}‖_F        width = least Δ + 1 with Σ_{δ ≤ Δ} s(δ) ≥ 0.9 Σ_δ s(δ)
 * </pre>
 *
 * after the effective receptive field of Luo, Li, Urtasun &amp; Zemel (2016, arXiv 1701.04128), in time instead of
 * space. It needs no target, and asks what the outputs depend on, not what the loss does. Of many outputs the first
 * {@value #MOST_OUTPUTS} count.
 */
final class ReceptiveField implements Measure {

    private static final int MOST_OUTPUTS = 16;
    private static final double MASS = 0.9;

    @Override
    public String name() {
        return "field";
    }

    @Override
    public String description() {
        return "receptive field over the sequence, and the width that holds 90 % of it";
    }

    @Override
    public List<MeasureTable> of(Subject subject) {
        double[] field;
        try {
            field = field(subject.network(), subject.probe());
        } catch (IllegalArgumentException e) {
            // A model that does not tell how its outputs change with its input.
            return List.of();
        }
        double total = Arrays.stream(field).sum();
        MeasureTable summary = MeasureTable.of("field-summary", "Steps back from the output that hold 90 % of how much"
                + " it changes with the input, of all steps.", "steps", "width").printed();
        MeasureTable table = MeasureTable.of("field", "How much the outputs change with the input so many steps back:"
                + " mean norm over the probe, and the share of all up to there.", "lag", "norm", "share")
                .drawn(new MeasureTable.Figure("lag", "norm", List.of(), true));
        double sum = 0;
        int width = field.length;
        for (int lag = field.length - 1; lag >= 0; lag--) {
            width = Arrays.stream(field, 0, lag + 1).sum() >= MASS * total ? lag + 1 : width;
        }
        for (int lag = 0; lag < field.length; lag++) {
            sum += field[lag];
            table.row(lag, field[lag], sum / total);
        }
        summary.row(field.length, width);
        return field.length == 0 ? List.of() : List.of(summary, table);
    }

    /** {@code [lags]}, s. */
    static double[] field(SequenceModel model, Probe probe) {
        SequenceBatch batch = probe.batch();
        int[] steps = Arrays.stream(probe.lossStep()).map(step -> Math.max(0, step)).toArray();
        int outputs = Math.min(MOST_OUTPUTS, model.task().outputSize());
        double[][] squares = new double[batch.size()][batch.maxLength()];
        for (int k = 0; k < outputs; k++) {
            int[] chosen = new int[batch.size()];
            Arrays.fill(chosen, k);
            InputGradients gradients = model.inputGradients(batch, steps, chosen, 1);
            for (int b = 0; b < batch.size(); b++) {
                for (int t = 0; t < batch.lengths()[b]; t++) {
                    for (int i = 0; i < gradients.gradient().size(); i++) {
                        double d = gradients.gradient().value(b, t, i);
                        squares[b][t] += d * d;
                    }
                }
            }
        }
        double[] field = new double[probe.distances()];
        for (int lag = 0; lag < field.length; lag++) {
            int n = 0;
            for (int b = 0; b < batch.size(); b++) {
                if (probe.lossStep()[b] >= lag) {
                    field[lag] += Math.sqrt(squares[b][probe.lossStep()[b] - lag]);
                    n++;
                }
            }
            field[lag] /= n;
        }
        return field;
    }
}
