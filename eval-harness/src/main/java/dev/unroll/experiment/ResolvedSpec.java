package dev.unroll.experiment;

import dev.unroll.json.CanonicalJson;
import java.nio.file.Path;
import java.util.Map;

/**
 * An experiment as JSON with every default filled in, in one canonical form, and that form's hash: two experiments are
 * the same if and only if their hashes are.
 *
 * @param json keys in the order of the records' components
 * @param hash SHA-256 of {@code json}, in hexadecimal
 */
public record ResolvedSpec(String json, String hash) {

    public static ResolvedSpec of(ExperimentSpec spec) {
        String json = RecordJson.write(spec);
        return new ResolvedSpec(json, CanonicalJson.sha256(json));
    }

    /** A spec's parameters with every default, as they stand in the canonical form. */
    public static Map<String, Object> parameters(Record spec) {
        return RecordTree.of(spec);
    }

    /**
     * The experiment that a {@code resolved.json} describes.
     *
     * @throws SpecException if it cannot be read
     */
    public static ExperimentSpec read(Path file, Kinds kinds) {
        return RecordJson.read(file, ExperimentSpec.class, kinds);
    }
}
