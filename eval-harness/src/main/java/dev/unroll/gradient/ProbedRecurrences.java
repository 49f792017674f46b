package dev.unroll.gradient;

import dev.unroll.model.Recurrence;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What measures of layers as dynamical systems have in common: the layers of a subject, and what stands where one refuses. */
final class ProbedRecurrences {

    private ProbedRecurrences() {
    }

    /**
     * Tables of all layers that hand a state from step to step, those of the same name joined.
     *
     * @param sequences of the probe to look at: each costs as many products of matrices as it has steps
     * @param layer     the tables of one layer; whatever it refuses, in one sentence, goes to the table not-measured
     */
    static List<MeasureTable> tables(Subject subject, String measure, int sequences,
            Function<Recurrence, List<MeasureTable>> layer) {
        List<MeasureTable> tables = new ArrayList<>();
        try {
            for (Recurrence recurrence : subject.network().recurrences(subject.probe().batch())) {
                join(tables, layer.apply(recurrence.first(sequences)));
            }
        } catch (IllegalArgumentException e) {
            tables.add(MeasureTable.of("not-measured", "What could not be measured of a model, and why.", "measure",
                    "reason").printed().row(measure, e.getMessage()));
        }
        return tables;
    }

    private static void join(List<MeasureTable> tables, List<MeasureTable> more) {
        for (MeasureTable table : more) {
            tables.stream().filter(earlier -> earlier.name().equals(table.name())).findFirst().ifPresentOrElse(
                    earlier -> earlier.rows().addAll(table.rows()), () -> tables.add(table));
        }
    }
}
