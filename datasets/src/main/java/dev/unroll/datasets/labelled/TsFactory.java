package dev.unroll.datasets.labelled;

import dev.unroll.dataset.DataException;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.Fingerprint;
import dev.unroll.datasets.KindFactory;
import dev.unroll.datasets.file.DataFile;
import dev.unroll.datasets.sequences.Labels;
import dev.unroll.datasets.sequences.SequencesDataset;
import dev.unroll.datasets.sequences.Targets;
import dev.unroll.datasets.split.Split;
import dev.unroll.random.Randomness;
import java.util.Arrays;

/**
 * Sequences from .ts files, as the archives of UCR (Dau et al. 2019) and UEA (Bagnall et al. 2018) come in: classes, or
 * values where the file has {@code @targetLabel}; several dimensions, of equal length in an example; lengths may differ
 * between examples. Files are read line by line.
 */
public final class TsFactory extends KindFactory<TsSpec> {

    public TsFactory() {
        super("ts", TsSpec.class, "your own file",
                "classify or estimate from .ts files, as the UCR and UEA archives of time series come in");
    }

    @Override
    public SequenceDataset create(TsSpec spec, Randomness randomness) {
        TsReader reader = new TsReader();
        DataFile file = DataFile.of("path", spec.path());
        reader.read(file);
        int training = reader.size();
        String fingerprint = file.sha256();
        if (spec.testPath() != null) {
            DataFile test = DataFile.of("testPath", spec.testPath());
            reader.read(test);
            fingerprint = Fingerprint.of(fingerprint + " " + test.sha256());
        }
        if (training == 0 || spec.testPath() != null && training == reader.size()) {
            throw new DataException((training == 0 ? spec.path() : spec.testPath())
                    + " must hold an example below @data; it holds none; check the file");
        }
        Targets targets = reader.labels().targets(file.name());
        boolean[] official = new boolean[reader.size()];
        Arrays.fill(official, training, official.length, true);
        Split split = Split.of(spec.parts(), new Split.Examples(file.name(), reader.size(), Labels.classesOf(targets),
                null, spec.testPath() == null ? null : official), randomness);
        return new SequencesDataset(reader.features(), targets, split, spec.steps(), fingerprint);
    }
}
