package dev.unroll.datasets.labelled;

import dev.unroll.dataset.DataException;
import dev.unroll.datasets.sequences.Labels;
import dev.unroll.datasets.sequences.StoredFeatures;
import dev.unroll.datasets.sequences.StoredSteps;
import dev.unroll.datasets.sequences.Targets;
import dev.unroll.datasets.store.Spool;
import dev.unroll.datasets.table.CsvTables;
import dev.unroll.datasets.table.Header;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes the rows of a table of sequences; see {@link SequencesCsvFactory} for its form. */
final class SequencesCsvReader implements CsvTables.Rows {

    private final SequencesCsvSpec spec;
    private final Labels labels;
    private final Set<String> ended = new HashSet<>();
    private final Map<String, Integer> stepClasses = new LinkedHashMap<>();
    private final List<String> stepNames = new ArrayList<>();
    private final StoredSteps stepLabels = new StoredSteps(stepNames);
    private Header header;
    private List<String> inputs;
    private StoredFeatures features;
    private String current;
    private String currentLabel;

    SequencesCsvReader(SequencesCsvSpec spec) {
        this.spec = spec;
        this.labels = new Labels(spec.target(), spec.unit());
    }

    @Override
    public void header(Header header) {
        this.header = header;
        inputs = spec.inputs();
        if (inputs.isEmpty()) {
            List<String> rest = new ArrayList<>(header.columns());
            rest.removeIf(column -> column.equals(spec.label()) || column.equals(spec.sequence())
                    || column.equals(spec.group()));
            inputs = rest;
        }
        inputs.forEach(header::index);
        header.index(spec.label());
        if (inputs.isEmpty()) {
            throw new DataException(header.source() + " must have a column of inputs beside the label; it has none; "
                    + "add one");
        }
        features = new StoredFeatures(spec.sequence() == null ? List.of("value") : inputs, Spool.Form.DOUBLE);
    }

    @Override
    public void row(int line, List<String> cells) {
        String label = cells.get(header.index(spec.label())).strip();
        if (Header.isMissing(label) && !label.equals("-")) {
            throw new DataException(place(line, spec.label()) + "every row must have a label; got none; fill it in");
        }
        String sequence = spec.sequence() == null ? null : cells.get(header.index(spec.sequence())).strip();
        if (sequence == null || !sequence.equals(current)) {
            begin(line, sequence, label, cells);
        } else if (!spec.perStep() && !label.equals(currentLabel)) {
            throw new DataException(place(line, spec.label()) + "rows of one sequence must have one label; got " + label
                    + " after " + currentLabel + "; correct it, or write perStep: true");
        }
        for (String input : inputs) {
            features.append(header.number(cells.get(header.index(input)), input, line));
        }
        if (spec.perStep()) {
            stepLabels.append(stepClasses.computeIfAbsent(label, name -> {
                stepNames.add(name);
                return stepNames.size() - 1;
            }));
        }
    }

    private void begin(int line, String sequence, String label, List<String> cells) {
        finish();
        if (sequence != null && !ended.add(sequence)) {
            throw new DataException(place(line, spec.sequence()) + "rows of one sequence must stand together; got "
                    + sequence + " again after another; sort the rows by sequence");
        }
        current = sequence == null ? "" : sequence;
        currentLabel = label;
        if (labels.asValues()) {
            labels.add(new double[] {header.number(label, spec.label(), line)});
        } else {
            labels.add(spec.perStep() ? "" : label);
        }
        if (spec.group() != null) {
            labels.addGroup(cells.get(header.index(spec.group())).strip());
        }
    }

    /** Ends the sequence that is being read, if there is one. */
    void finish() {
        if (current != null) {
            features.end();
            if (spec.perStep()) {
                stepLabels.end();
            }
            current = null;
        }
    }

    private String place(int line, String column) {
        return header.source() + ", line " + line + ", column \"" + column + "\": ";
    }

    StoredFeatures features() {
        return features;
    }

    int[] groups() {
        return labels.groups();
    }

    Targets targets(String source) {
        return spec.perStep() ? stepLabels : labels.targets(source);
    }
}
