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
import dev.unroll.datasets.sequences.SequenceKeys;
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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Whatever bytes a file holds, its loader makes a dataset of them or throws a {@link DataException} of one sentence.
 * Here each target runs on the inputs beside it; {@code scripts/fuzz} looks for new ones.
 */
class FileFormatsFuzzTest {

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

    private static byte[] packed(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    @FuzzTest
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

    @FuzzTest
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

    @FuzzTest
    void plainText(byte[] bytes) {
        withFile(".txt", bytes, file -> {
            use(new TextFactory(), new TextSpec(file.toString(), 8, null, null, null, null,
                    new TextKeys("bpe", 50, null, null)));
        });
    }

    @FuzzTest
    void jsonLines(byte[] bytes) {
        withFile(".jsonl", bytes, file -> {
            use(new JsonLinesFactory(), new JsonLinesSpec(file.toString(), null, null, null, null, null, null, null,
                    null));
        });
        withFile(".jsonl", bytes, file -> {
            use(new JsonLinesFactory(), new JsonLinesSpec(file.toString(), null, null, "group", "value", true,
                    new TextKeys("word", 20, 2, true), new SequenceKeys(3, "last", "robust", "none"), null));
        });
    }

    @FuzzTest
    void ts(byte[] bytes) {
        withFile(".ts", bytes, file -> use(new TsFactory(), new TsSpec(file.toString(), null, null, null)));
    }

    @FuzzTest
    void array(byte[] bytes) {
        try {
            NumberArray.read(DataFile.ofBytes("fuzz.npy", bytes), "");
        } catch (DataException e) {
            requireSentence(e);
        }
    }

    @FuzzTest
    void npz(byte[] bytes) {
        withFile(".npz", bytes, file -> {
            use(new ArraysFactory(), new ArraysSpec(file.toString(), null, null, null, null, null, null, null));
        });
    }

    @FuzzTest
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

    @FuzzTest
    void gzip(byte[] bytes) {
        withFile(".csv.gz", bytes, file -> new FileInspection().inspect(file));
        // Few mutations of compressed bytes are still compressed bytes; these are, and then they are not.
        byte[] packed = packed(bytes);
        withFile(".csv.gz", packed, file -> new FileInspection().inspect(file));
        withFile(".jsonl.gz", Arrays.copyOf(packed, packed.length - Math.min(bytes.length, 12)),
                file -> new FileInspection().inspect(file));
        if (bytes.length > 0) {
            packed[Math.floorMod(bytes[0] * 31, packed.length)] ^= (byte) (1 << (bytes[bytes.length - 1] & 7));
            withFile(".csv.gz", packed, file -> {
                use(new CsvFactory(), new CsvSpec(file.toString(), List.of("v"), null, null, null, null, "drop", null,
                        null, null));
            });
        }
    }

    @FuzzTest
    void inspection(byte[] bytes) {
        for (String suffix : List.of(".csv", ".jsonl", ".ts", ".txt", ".npy")) {
            withFile(suffix, bytes, file -> new FileInspection().inspect(file));
        }
    }
}
