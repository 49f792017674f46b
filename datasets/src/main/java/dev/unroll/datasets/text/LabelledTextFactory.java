package dev.unroll.datasets.text;

import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.KindFactory;
import dev.unroll.datasets.file.DataFile;
import dev.unroll.datasets.sequences.Labels;
import dev.unroll.datasets.table.CsvTables;
import dev.unroll.datasets.table.Header;
import dev.unroll.random.Randomness;
import java.util.List;

/**
 * Texts with a label each, from a table of one's own:
 * <pre>
 *   label,text
 *   praise,"Quiet, quick and clean."
 * </pre>
 * The table is read row by row, three times; labels are held in memory, and of the texts their tokens.
 */
public final class LabelledTextFactory extends KindFactory<LabelledTextSpec> {

    public LabelledTextFactory() {
        super("labelled-text", LabelledTextSpec.class, "your own file",
                "classify your own texts (CSV or TSV), or estimate a value from them, by word, character or byte pair");
    }

    @Override
    public SequenceDataset create(LabelledTextSpec spec, Randomness randomness) {
        DataFile file = DataFile.of("path", spec.path());
        Labels labels = new Labels(spec.target(), "");
        each(file, (header, line, cells) -> {
            String label = cells.get(header.index(spec.label())).strip();
            cells.get(header.index(spec.textColumn()));
            if (labels.asValues()) {
                labels.add(new double[] {header.number(label, spec.label(), line)});
            } else {
                labels.add(label);
            }
            if (spec.group() != null) {
                labels.addGroup(cells.get(header.index(spec.group())).strip());
            }
        });
        return LabelledTexts.dataset(file.name(), column(file, spec.textColumn()), labels.size(),
                labels.targets(file.name()), labels.groups(),
                new LabelledTexts.Preparation(spec.text(), spec.steps(), spec.parts()), randomness, file.sha256());
    }

    private interface RowVisitor {
        void see(Header header, int line, List<String> cells);
    }

    private static void each(DataFile file, RowVisitor visitor) {
        CsvTables.read(file, new CsvTables.Rows() {
            private Header header;

            @Override
            public void header(Header header) {
                this.header = header;
            }

            @Override
            public void row(int line, List<String> cells) {
                visitor.see(header, line, cells);
            }
        });
    }

    /** The texts of a column, without spaces around. */
    static Texts column(DataFile file, String column) {
        return visitor -> {
            int[] index = {0};
            each(file, (header, line, cells) -> visitor.see(index[0]++, cells.get(header.index(column)).strip()));
        };
    }
}
