package dev.unroll.cli;

import dev.unroll.dataset.InputUnits;
import dev.unroll.experiment.Words;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A user's sequences as a model sees them.
 *
 * @param names   of the sequences
 * @param batch   for prediction: without targets
 * @param shorted names of sequences that had more rows than the model takes, of which the last were kept
 */
record InputSequences(List<String> names, SequenceBatch batch, List<String> shorted) {

    /** The column that holds symbols where a model reads tokens. */
    static final String TOKEN = "token";

    static InputSequences of(InputTable table, Task.Input input, InputUnits units) {
        boolean tokens = input instanceof Task.Tokens;
        int[] columns = tokens ? new int[] {table.column(TOKEN)}
                : units.names().stream().mapToInt(table::column).toArray();
        List<String> names = new ArrayList<>();
        List<List<Integer>> rows = new ArrayList<>();
        List<String> shorted = new ArrayList<>();
        int longest = 0;
        for (Map.Entry<String, List<Integer>> sequence : table.sequences().entrySet()) {
            List<Integer> all = sequence.getValue();
            if (all.size() < units.steps()) {
                throw new UserException(table.file() + ": every sequence must have at least " + units.steps()
                        + " rows, the steps that the model was trained on; got " + all.size() + " in sequence "
                        + sequence.getKey() + "; add the earlier ones");
            }
            if (units.steps() > 0 && all.size() > units.steps()) {
                all = all.subList(all.size() - units.steps(), all.size());
                shorted.add(sequence.getKey());
            }
            names.add(sequence.getKey());
            rows.add(all);
            longest = Math.max(longest, all.size());
        }
        int[] lengths = rows.stream().mapToInt(List::size).toArray();
        SequenceBatch batch = tokens
                ? new SequenceBatch(lengths, null, tokens(table, columns[0], units, rows, longest), null, null, null)
                : new SequenceBatch(lengths, features(table, columns, units, rows, longest), null, null, null, null);
        return new InputSequences(names, batch, shorted);
    }

    private static float[] features(InputTable table, int[] columns, InputUnits units, List<List<Integer>> rows,
            int longest) {
        float[] features = new float[rows.size() * longest * columns.length];
        for (int b = 0; b < rows.size(); b++) {
            for (int t = 0; t < rows.get(b).size(); t++) {
                for (int f = 0; f < columns.length; f++) {
                    double original = table.number(rows.get(b).get(t), columns[f]);
                    features[(b * longest + t) * columns.length + f] =
                            (float) ((original - units.offset()[f]) / units.scale()[f]);
                }
            }
        }
        return features;
    }

    private static int[] tokens(InputTable table, int column, InputUnits units, List<List<Integer>> rows, int longest) {
        int[] tokens = new int[rows.size() * longest];
        for (int b = 0; b < rows.size(); b++) {
            for (int t = 0; t < rows.get(b).size(); t++) {
                String symbol = table.text(rows.get(b).get(t), column);
                int token = units.names().indexOf(symbol);
                if (token < 0) {
                    throw table.error(rows.get(b).get(t), TOKEN + " must be a symbol that the model knows; got \""
                            + symbol + "\"; " + Words.hint(symbol, units.names(), "symbols"));
                }
                tokens[b * longest + t] = token;
            }
        }
        return tokens;
    }
}
