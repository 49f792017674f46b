package dev.unroll.datasets.recording;

import dev.unroll.datasets.sequences.StoredFeatures;
import dev.unroll.datasets.store.Spool;
import dev.unroll.datasets.table.Table;
import java.util.ArrayList;
import java.util.List;

/** The rows of a table as sequences: neighbouring rows with the same key are the steps of one. */
final class TableSequences {

    private final StoredFeatures features;
    private final List<Integer> firstRows = new ArrayList<>();

    /**
     * @param keys     {@code [rows]}
     * @param features columns that are the features of a step
     * @param longest  steps after which a sequence is cut and another begins
     */
    TableSequences(Table table, List<String> keys, List<String> features, int longest) {
        this.features = new StoredFeatures(features, Spool.Form.DOUBLE);
        double[][] columns = features.stream().map(table::numbers).toArray(double[][]::new);
        int steps = 0;
        for (int row = 0; row < keys.size(); row++) {
            if (row > 0 && (steps == longest || !keys.get(row).equals(keys.get(row - 1)))) {
                this.features.end();
                steps = 0;
            }
            if (steps++ == 0) {
                firstRows.add(row);
            }
            for (double[] column : columns) {
                this.features.append(column[row]);
            }
        }
        this.features.end();
    }

    StoredFeatures features() {
        return features;
    }

    /** The row of the table that a sequence begins with. */
    int firstRow(int sequence) {
        return firstRows.get(sequence);
    }

    /** What a column holds in the first row of each sequence. */
    List<String> firsts(List<String> column) {
        return firstRows.stream().map(column::get).toList();
    }
}
