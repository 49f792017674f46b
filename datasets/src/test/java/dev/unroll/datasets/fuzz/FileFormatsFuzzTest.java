package dev.unroll.datasets.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.unroll.dataset.DataException;
import dev.unroll.dataset.DatasetFactory;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.array.ArraysFactory;
import dev.unroll.datasets.array.ArraysSpec;
import dev.unroll.datasets.array.NumberArray;
import dev.unroll.datasets.audio.MelFeatures;
import dev.unroll.datasets.audio.MelSpec;
import dev.unroll.datasets.audio.WavFile;
import dev.unroll.datasets.file.DataFile;
import dev.unroll.datasets.inspect.FileInspection;
import dev.unroll.datasets.labelled.JsonLinesFactory;
import dev.unroll.datasets.labelled.JsonLinesSpec;
import dev.unroll.datasets.labelled.SequencesCsvFactory;
import dev.unroll.datasets.labelled.SequencesCsvSpec;
import dev.unroll.datasets.labelled.TsFactory;
import dev.unroll.datasets.labelled.TsSpec;
import dev.unroll.datasets.series.CsvFactory;
import dev.unroll.datasets.series.CsvSpec;
import dev.unroll.datasets.text.LabelledTextFactory;
import dev.unroll.datasets.text.LabelledTextSpec;
import dev.unroll.datasets.text.ParallelTextFactory;
import dev.unroll.datasets.text.ParallelTextSpec;
import dev.unroll.datasets.text.TextFactory;
import dev.unroll.datasets.text.TextKeys;
import dev.unroll.datasets.text.TextSpec;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Whatever bytes a file holds, its loader makes a dataset of them or throws a {@link DataException} of one sentence. As
 * a plain test, each runs on the seeds beside it and on none more; {@code JAZZER_FUZZ=1 mvn -pl datasets -am test
 * -Dtest=FileFormatsFuzzTest#csv -Djazzer.max_duration=1h} looks for new ones.
 */
class FileFormatsFuzzTest {

    private static final String DURATION = "1h";

    private interface Loading {
        void load(Path file);
    }

    private static void withFile(String suffix, byte[] bytes, Loading loading) {
        try {
            Path file = Files.createTempFile("fuzz", suffix);
            try {
                Files.write(file, bytes);
                loading.load(file);
            } catch (DataException e) {
                requireSentence(e);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireSentence(DataException e) {
        if (e.getMessage() == null || e.getMessage().isBlank()) {
            throw new AssertionError("every error must have a sentence", e);
        }
    }

    private static <S extends DatasetSpec> void use(DatasetFactory<S> factory, S spec) {
        SequenceDataset data = factory.create(spec, Randomness.of(1, Purpose.SPLITTING));
        for (Part part : Part.values()) {
            int[] indices = {0, data.size(part) - 1};
            data.batch(part, indices);
            data.baselines().forEach(baseline -> baseline.predict(part, indices));
        }
    }

    @FuzzTest(maxDuration = DURATION)
    void csv(byte[] bytes) {
        withFile(".csv", bytes, file -> {
            use(new CsvFactory(), new CsvSpec(file.toString(), List.of("v"), null, null, "date", null, "interpolate",
                    null,
                    null, null));
        });
        withFile(".csv", bytes, file -> {
            use(new SequencesCsvFactory(), new SequencesCsvSpec(file.toString(), "id", null, null, true, null, null,
                    null,
                    null, null));
        });
    }

    @FuzzTest(maxDuration = DURATION)
    void tsv(byte[] bytes) {
        withFile(".tsv", bytes, file -> {
            use(new LabelledTextFactory(), new LabelledTextSpec(file.toString(), null, null, null, null, null, null,
                    null));
        });
        withFile(".tsv", bytes, file -> {
            use(new ParallelTextFactory(), new ParallelTextSpec(file.toString(), "text", "label", null, null, null,
                    null,
                    null));
        });
    }

    @FuzzTest(maxDuration = DURATION)
    void plainText(byte[] bytes) {
        withFile(".txt", bytes, file -> {
            use(new TextFactory(), new TextSpec(file.toString(), 8, null, null, null, null,
                    new TextKeys("bpe", 50, null, null)));
        });
    }

    @FuzzTest(maxDuration = DURATION)
    void jsonLines(byte[] bytes) {
        withFile(".jsonl", bytes, file -> {
            use(new JsonLinesFactory(), new JsonLinesSpec(file.toString(), null, null, null, null, null, null, null,
                    null));
        });
    }

    @FuzzTest(maxDuration = DURATION)
    void ts(byte[] bytes) {
        withFile(".ts", bytes, file -> use(new TsFactory(), new TsSpec(file.toString(), null, null, null)));
    }

    @FuzzTest(maxDuration = DURATION)
    void array(byte[] bytes) {
        try {
            NumberArray.read(DataFile.ofBytes("fuzz.npy", bytes), "");
        } catch (DataException e) {
            requireSentence(e);
        }
    }

    @FuzzTest(maxDuration = DURATION)
    void npz(byte[] bytes) {
        withFile(".npz", bytes, file -> {
            use(new ArraysFactory(), new ArraysSpec(file.toString(), null, null, null, null, null, null, null));
        });
    }

    @FuzzTest(maxDuration = DURATION)
    void wav(byte[] bytes) {
        try {
            WavFile sound = WavFile.read(DataFile.ofBytes("fuzz.wav", bytes));
            if (sound.samples().length < 100_000 && sound.sampleRate() >= 4_000) {
                new MelFeatures(MelSpec.standard(), sound.sampleRate()).of(sound.samples());
            }
        } catch (DataException e) {
            requireSentence(e);
        }
    }

    @FuzzTest(maxDuration = DURATION)
    void gzip(byte[] bytes) {
        withFile(".csv.gz", bytes, file -> new FileInspection().inspect(file));
    }

    @FuzzTest(maxDuration = DURATION)
    void inspection(byte[] bytes) {
        for (String suffix : List.of(".csv", ".jsonl", ".ts", ".txt", ".npy")) {
            withFile(suffix, bytes, file -> new FileInspection().inspect(file));
        }
    }
}
