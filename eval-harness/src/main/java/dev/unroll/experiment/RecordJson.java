package dev.unroll.experiment;

import dev.unroll.experiment.SpecNode.Mapping;
import dev.unroll.json.CanonicalJson;
import java.nio.file.Path;

/**
 * Records as JSON and back, by the words that experiments use: a record among those of a sealed interface by its
 * {@code kind}, a constant in lower case. A component {@code spec} of a model or dataset is what the {@code kind}
 * beside it says.
 */
public final class RecordJson {

    private RecordJson() {
    }

    /** The record in canonical form, every component written out. */
    public static String write(Record record) {
        return CanonicalJson.write(RecordTree.of(record));
    }

    /**
     * The record in a file.
     *
     * @throws SpecException if it cannot be read or does not fit the record
     */
    public static <R extends Record> R read(Path file, Class<R> type, Kinds kinds) {
        return parse(file.toString(), SpecReader.text(file), type, kinds);
    }

    /** The record in a text; messages call it {@code file}. */
    static <R extends Record> R parse(String file, String json, Class<R> type, Kinds kinds) {
        Mapping root = YamlTree.parse(file, json);
        return new RecordBinder(kinds).bind(type, root.fields(), root.place(), "this file");
    }
}
