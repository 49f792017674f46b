package dev.unroll.cli;

import dev.unroll.loss.ValueLoss;
import dev.unroll.model.Predictions;
import dev.unroll.run.SavedModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a model's outputs say in the data's own terms.
 *
 * @param columns names, {@code sequence} first, a leading {@code >} for numbers
 * @param rows    one per sequence, or per step for a class per step; cells are text, whole numbers or decimals
 */
record PredictedValues(List<String> columns, List<List<Object>> rows) {

    static PredictedValues of(SavedModel saved, InputSequences input, Predictions predictions) {
        return saved.task().target().classification()
                ? classes(saved, input, predictions) : values(saved, input, predictions);
    }

    private static PredictedValues values(SavedModel saved, InputSequences input, Predictions predictions) {
        int components = saved.task().target().size();
        int perTarget = saved.task().loss().outputsPerTarget();
        String unit = saved.output().unit().isEmpty() ? "" : " (" + saved.output().unit() + ")";
        List<String> columns = new ArrayList<>(List.of(InputTable.SEQUENCE));
        for (int k = 0; k < components; k++) {
            for (int j = 0; j < perTarget; j++) {
                columns.add(">value" + (components == 1 ? "" : " " + (k + 1)) + level(saved, j) + unit);
            }
        }
        List<List<Object>> rows = new ArrayList<>();
        for (int b = 0; b < input.names().size(); b++) {
            List<Object> row = new ArrayList<>(List.of(input.names().get(b)));
            for (int k = 0; k < components; k++) {
                for (int j = 0; j < perTarget; j++) {
                    row.add(predictions.value(b, 0, k * perTarget + j) * saved.output().scale()[k]
                            + saved.output().offset()[k]);
                }
            }
            rows.add(row);
        }
        return new PredictedValues(columns, rows);
    }

    private static String level(SavedModel saved, int index) {
        return saved.task().loss() instanceof ValueLoss.Quantile quantile ? " q" + quantile.levels().get(index) : "";
    }

    private static PredictedValues classes(SavedModel saved, InputSequences input, Predictions predictions) {
        boolean perStep = saved.task().target().perStep();
        int count = saved.task().target().size();
        List<String> columns = new ArrayList<>(List.of(InputTable.SEQUENCE));
        if (perStep) {
            columns.add(">step");
        }
        columns.add("class");
        for (int k = 0; k < count; k++) {
            columns.add(">P(" + className(saved, k) + ")");
        }
        List<List<Object>> rows = new ArrayList<>();
        for (int b = 0; b < input.names().size(); b++) {
            int steps = perStep ? input.batch().lengths()[b] : 1;
            for (int t = 0; t < steps; t++) {
                List<Object> row = new ArrayList<>(List.of(input.names().get(b)));
                if (perStep) {
                    row.add(t + 1);
                }
                row.add(className(saved, predictions.argMax(b, t)));
                for (double probability : softmax(predictions, b, t)) {
                    row.add(probability);
                }
                rows.add(row);
            }
        }
        return new PredictedValues(columns, rows);
    }

    private static String className(SavedModel saved, int index) {
        return saved.classNames().isEmpty() ? Integer.toString(index) : saved.classNames().get(index);
    }

    private static double[] softmax(Predictions predictions, int sequence, int step) {
        double[] probabilities = new double[predictions.outputSize()];
        double max = predictions.value(sequence, step, predictions.argMax(sequence, step));
        double sum = 0;
        for (int k = 0; k < probabilities.length; k++) {
            probabilities[k] = StrictMath.exp(predictions.value(sequence, step, k) - max);
            sum += probabilities[k];
        }
        for (int k = 0; k < probabilities.length; k++) {
            probabilities[k] /= sum;
        }
        return probabilities;
    }

    /** As a table, numbers with a few digits. */
    TextTable table() {
        TextTable table = new TextTable(columns.toArray(String[]::new));
        for (List<Object> row : rows) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                boolean probability = columns.get(i).startsWith(">P(");
                if (row.get(i) instanceof Double number) {
                    cells.add(probability ? Digits.fixed(number, 3) : Digits.significant(number, 5));
                } else {
                    cells.add(row.get(i).toString());
                }
            }
            table.row(cells);
        }
        return table;
    }

    /** As records, numbers in full. */
    List<Map<String, Object>> records() {
        List<Map<String, Object>> records = new ArrayList<>();
        for (List<Object> row : rows) {
            Map<String, Object> record = new LinkedHashMap<>();
            for (int i = 0; i < row.size(); i++) {
                record.put(columns.get(i).replaceFirst("^>", ""), row.get(i));
            }
            records.add(record);
        }
        return records;
    }
}
