package dev.unroll.datasets.fuzz;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What {@code scripts/fuzz} gives to Jazzer: a target of {@link FileFormatsFuzzTest} by the name of its format. */
public final class FileFormatsFuzzer {

    private static final Map<String, Consumer<byte[]>> TARGETS = targets();
    private static final Consumer<byte[]> TARGET = TARGETS.get(System.getProperty("unroll.fuzz", ""));

    private FileFormatsFuzzer() {
    }

    private static Map<String, Consumer<byte[]>> targets() {
        FileFormatsFuzzTest test = new FileFormatsFuzzTest();
        return new TreeMap<>(Map.of("csv", test::csv, "tsv", test::tsv, "plainText", test::plainText,
                "jsonLines", test::jsonLines, "ts", test::ts, "array", test::array, "npz", test::npz, "wav", test::wav,
                "gzip", test::gzip, "inspection", test::inspection));
    }

    /** Called by Jazzer with one input after another. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        if (TARGET == null) {
            throw new IllegalStateException("-Dunroll.fuzz must be one of " + TARGETS.keySet() + "; got "
                    + System.getProperty("unroll.fuzz"));
        }
        TARGET.accept(bytes);
    }

    /** Prints the formats, one a line. */
    public static void main(String[] arguments) {
        TARGETS.keySet().forEach(System.out::println);
    }
}
