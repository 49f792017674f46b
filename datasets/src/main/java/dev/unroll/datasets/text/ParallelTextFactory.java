package dev.unroll.datasets.text;

import dev.unroll.dataset.DataException;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.Fingerprint;
import dev.unroll.datasets.KindFactory;
import dev.unroll.datasets.file.DataFile;
import dev.unroll.datasets.sequences.SequencesDataset;
import dev.unroll.datasets.split.Split;
import dev.unroll.random.Randomness;
import java.util.ArrayList;
import java.util.List;

/**
 * Pairs of texts of one's own, the second of which is to be written from the first ({@link Translation}): from a table,
 * or from two files that go line by line. Files are read several times, line by line; in memory are the sources' hashes
 * and, of all texts, their tokens.
 */
public final class ParallelTextFactory extends KindFactory<ParallelTextSpec> {

    public ParallelTextFactory() {
        super("parallel-text", ParallelTextSpec.class, "your own files",
                "translate, spell out or rewrite from your own pairs of texts: two columns, or two files line by line");
    }

    @Override
    public SequenceDataset create(ParallelTextSpec spec, Randomness randomness) {
        DataFile first = spec.path() == null ? DataFile.of("sources", spec.sources()) : DataFile.of("path",
                spec.path());
        DataFile second = spec.path() == null ? DataFile.of("targets", spec.targets()) : first;
        Texts sources = spec.path() == null ? lines(first)
                : LabelledTextFactory.column(first, spec.sourceColumn());
        Texts targets = spec.path() == null ? lines(second)
                : LabelledTextFactory.column(second, spec.targetColumn());
        List<String> hashes = new ArrayList<>();
        sources.each((index, text) -> {
            requireText(first, index, text);
            hashes.add(Fingerprint.of(text).substring(0, 16));
        });
        int[] count = {0};
        targets.each((index, text) -> {
            requireText(second, index, text);
            count[0]++;
        });
        int size = hashes.size();
        if (size != count[0] || size == 0) {
            throw new DataException(first.name() + " and " + second.name() + " must hold as many lines, at least one; "
                    + "got " + size + " and " + count[0] + "; each target stands on the line of its source");
        }
        Split split = Split.of(spec.parts(), new Split.Examples(first.name(), size, null,
                Split.numbered(hashes, size), null), randomness);
        Translation translation = Translation.learn(spec.text(), spec.text(), sources, targets, size, split);
        return new SequencesDataset(translation, translation, split, spec.steps(),
                first == second ? first.sha256() : Fingerprint.of(first.sha256() + " " + second.sha256()));
    }

    private static void requireText(DataFile file, int index, String text) {
        if (text.isEmpty()) {
            throw new DataException(file.name() + ", pair " + (index + 1) + ": neither source nor target must be "
                    + "empty; got an empty one; remove the pair");
        }
    }

    static Texts lines(DataFile file) {
        return visitor -> file.readText(text -> {
            int index = 0;
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                visitor.see(index++, line.strip());
            }
            return null;
        });
    }
}
