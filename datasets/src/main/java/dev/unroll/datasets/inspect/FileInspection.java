package dev.unroll.datasets.inspect;

import dev.unroll.dataset.FileInspector;
import dev.unroll.datasets.file.DataFile;
import java.nio.file.Path;
import java.util.List;

/** Inspects every format that a kind of dataset reads. */
public final class FileInspection implements FileInspector {

    private static final List<String> TABLES = List.of(".csv", ".tsv", ".tab");
    private static final List<String> ARRAYS = List.of(".npy", ".npz", "-ubyte", ".idx");

    @Override
    public boolean knows(Path file) {
        return true;
    }

    @Override
    public Report inspect(Path path) {
        DataFile file = DataFile.of("FILE", path.toString());
        String name = file.plainName();
        if (endsWith(name, TABLES)) {
            Encoding.check(file);
            return new TableInspection().of(file);
        } else if (endsWith(name, ARRAYS)) {
            return BinaryInspection.array(file);
        } else if (name.endsWith(".wav")) {
            return BinaryInspection.sound(file);
        }
        Encoding.check(file);
        if (name.endsWith(".ts")) {
            return SequenceInspection.ts(file);
        } else if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
            return SequenceInspection.jsonLines(file);
        }
        return TextInspection.of(file);
    }

    private static boolean endsWith(String name, List<String> suffixes) {
        return suffixes.stream().anyMatch(name::endsWith);
    }
}
