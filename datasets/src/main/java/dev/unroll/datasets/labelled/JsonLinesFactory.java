package dev.unroll.datasets.labelled;

import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.KindFactory;
import dev.unroll.datasets.file.DataFile;
import dev.unroll.random.Randomness;

/**
 * Sequences from JSON Lines, one example per line:
 * <pre>
 *   {"input": "what a day", "label": "glad"}
 *   {"input": [[0.1, 2.5], [0.3, 2.4]], "label": 3}
 *   {"input": ["the", "cat"], "label": ["DET", "NOUN"]}
 * </pre>
 * The file is read line by line, once for numbers and more often for texts and symbols; labels are held in memory.
 */
public final class JsonLinesFactory extends KindFactory<JsonLinesSpec> {

    public JsonLinesFactory() {
        super("jsonl", JsonLinesSpec.class, "your own file",
                "classify, label or estimate from your own JSON Lines: texts, symbols or numbers, per sequence or "
                + "step");
    }

    @Override
    public SequenceDataset create(JsonLinesSpec spec, Randomness randomness) {
        return new JsonLinesReader(DataFile.of("path", spec.path()), spec).dataset(randomness);
    }
}
