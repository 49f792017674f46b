package dev.unroll.datasets.labelled;

import dev.unroll.dataset.DataException;
import dev.unroll.datasets.file.DataFile;
import dev.unroll.datasets.sequences.Labels;
import dev.unroll.datasets.sequences.StoredFeatures;
import dev.unroll.datasets.store.Spool;
import dev.unroll.datasets.table.Header;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Reads .ts files: lines that begin with {@code #} are comments, those with {@code @} describe the data, and below
 * {@code @data} a line is an example, its dimensions separated by colons, their values by commas, the label last.
 */
public final class TsReader {

    private StoredFeatures features;
    private Labels labels;

    /**
     * Reads a file; a second one goes on where the first ended.
     *
     * @throws DataException with the line, if it is no such file
     */
    public void read(DataFile file) {
        file.readText(text -> {
            boolean data = false;
            String target = null;
            int line = 0;
            for (String row = text.readLine(); row != null; row = text.readLine()) {
                line++;
                String stripped = row.strip();
                if (stripped.isEmpty() || stripped.startsWith("#")) {
                    continue;
                }
                if (data) {
                    example(file.name(), line, stripped);
                } else if (stripped.startsWith("@")) {
                    String[] words = stripped.split("\\s+");
                    String key = words[0].toLowerCase(Locale.ROOT);
                    boolean yes = words.length > 1 && words[1].equalsIgnoreCase("true");
                    if (key.equals("@timestamps") && yes) {
                        throw error(file.name(), line, "values must come without time stamps; got @timeStamps true; "
                                + "convert the file");
                    } else if (key.equals("@classlabel") && yes) {
                        target = "class";
                    } else if (key.equals("@targetlabel") && yes) {
                        target = "value";
                    } else if (key.equals("@data")) {
                        data = true;
                        begin(file.name(), line, target);
                    }
                } else {
                    throw error(file.name(), line, "a line above @data must begin with @ or #; got \""
                            + stripped.substring(0, Math.min(40, stripped.length())) + "\"; check whether this is a "
                            + ".ts file");
                }
            }
            if (!data) {
                throw new DataException(file.name() + " must be a .ts file with a line @data; it has none; check the "
                        + "path");
            }
            return null;
        });
    }

    private void begin(String source, int line, String target) {
        if (target == null) {
            throw error(source, line, "a line @classLabel true or @targetLabel true must stand above @data; got none; "
                    + "examples need labels");
        }
        if (labels == null) {
            labels = new Labels(target, "");
        } else if (labels.asValues() != target.equals("value")) {
            throw error(source, line, "both files must have the same kind of label; got @classLabel in one and "
                    + "@targetLabel in the other; give files that belong together");
        }
    }

    private void example(String source, int line, String row) {
        String[] parts = row.split(":", -1);
        int dimensions = parts.length - 1;
        if (dimensions < 1) {
            throw error(source, line, "an example must have its label behind a colon; got no colon; add the label");
        }
        if (features == null) {
            features = new StoredFeatures(IntStream.range(0, dimensions).mapToObj(d -> "dimension" + d).toList(),
                    Spool.Form.DOUBLE);
        }
        if (dimensions != features.names().size()) {
            throw error(source, line, "every example must have as many dimensions as the first, "
                    + features.names().size() + "; got " + dimensions + "; complete it");
        }
        String[][] values = new String[dimensions][];
        for (int d = 0; d < dimensions; d++) {
            values[d] = parts[d].split(",", -1);
            if (values[d].length != values[0].length) {
                throw error(source, line, "all dimensions of an example must have as many values; got "
                        + values[0].length + " and " + values[d].length + "; pad or cut them");
            }
        }
        for (int t = 0; t < values[0].length; t++) {
            for (int d = 0; d < dimensions; d++) {
                features.append(number(source, line, values[d][t]));
            }
        }
        features.end();
        String label = parts[dimensions].strip();
        if (label.isEmpty()) {
            throw error(source, line, "an example must have a label behind its last colon; got none; add it");
        }
        if (labels.asValues()) {
            labels.add(new double[] {number(source, line, label)});
        } else {
            labels.add(label);
        }
    }

    private static double number(String source, int line, String cell) {
        if (!Header.isNumber(cell)) {
            throw error(source, line, "a finite number is needed; got \"" + cell.strip() + "\""
                    + (cell.strip().equals("?") || cell.strip().equalsIgnoreCase("nan")
                            ? ", a missing value; fill it first" : "; correct it"));
        }
        return Double.parseDouble(cell.strip());
    }

    private static DataException error(String source, int line, String message) {
        return new DataException(source + ", line " + line + ": " + message);
    }

    /** Examples read so far. */
    public int size() {
        return features == null ? 0 : features.size();
    }

    /** Their values; {@code null} if there are none. */
    public StoredFeatures features() {
        return features;
    }

    /** Their labels. */
    public Labels labels() {
        return labels;
    }
}
