package dev.unroll.datasets.labelled;

import dev.unroll.dataset.DataException;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.KindFactory;
import dev.unroll.datasets.file.DataFile;
import dev.unroll.datasets.sequences.Labels;
import dev.unroll.datasets.sequences.SequencesDataset;
import dev.unroll.datasets.sequences.Targets;
import dev.unroll.datasets.split.Split;
import dev.unroll.datasets.table.CsvTables;
import dev.unroll.random.Randomness;

/**
 * Labelled sequences from a table: in long form, a row is a step and a column names the sequence; in wide form, a row
 * is a sequence and its columns are the steps. The table is read row by row; numbers are kept with 8 bytes each, labels
 * in memory.
 * <pre>
 *   sequence,x,y,label        label,t0,t1,t2
 *   walk1,0.1,2.5,walking     walking,0.1,0.3,0.2
 *   walk1,0.3,2.4,walking     running,1.9,2.4,2.2
 * </pre>
 */
public final class SequencesCsvFactory extends KindFactory<SequencesCsvSpec> {

    public SequencesCsvFactory() {
        super("sequences-csv", SequencesCsvSpec.class, "your own file",
                "classify, label or estimate from your own CSV or TSV of many sequences, long or wide");
    }

    @Override
    public SequenceDataset create(SequencesCsvSpec spec, Randomness randomness) {
        DataFile file = DataFile.of("path", spec.path());
        SequencesCsvReader reader = new SequencesCsvReader(spec);
        CsvTables.read(file, reader);
        reader.finish();
        if (reader.features().size() == 0) {
            throw new DataException(file.name() + " must hold at least one sequence; it holds none; check the file");
        }
        Targets targets = reader.targets(file.name());
        Split split = Split.of(spec.parts(), new Split.Examples(file.name(), reader.features().size(),
                Labels.classesOf(targets), reader.groups(), null), randomness);
        return new SequencesDataset(reader.features(), targets, split, spec.steps(), file.sha256());
    }
}
