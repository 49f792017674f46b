package dev.unroll.datasets.text;

import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.KindFactory;
import dev.unroll.datasets.sequences.SequencesDataset;
import dev.unroll.datasets.split.Split;
import dev.unroll.datasets.table.BundledTable;
import dev.unroll.datasets.table.Table;
import dev.unroll.random.Randomness;
import java.util.List;

/**
 * How an English word is pronounced, from its letters (grapheme to phoneme): 123,874 words of letters and
 * apostrophes, each with its first pronunciation in ARPAbet, as source, mark and target in one sequence ({@link
 * Translation}). Splits keep words of one stem together, since inflected forms tell of each other.
 */
public final class PronunciationFactory extends KindFactory<PronunciationSpec> {

    public PronunciationFactory() {
        super("pronunciation", PronunciationSpec.class,
                "CMUdict, Carnegie Mellon University (BSD-2-Clause), by way of stdlib",
                "spell out the pronunciation of 123,874 English words, letters to phones");
    }

    @Override
    public SequenceDataset create(PronunciationSpec spec, Randomness randomness) {
        Table table = BundledTable.PRONUNCIATIONS.load();
        List<String> words = table.texts("word");
        List<String> phones = table.texts("phones");
        if (!spec.stress()) {
            phones = phones.stream().map(phone -> phone.replaceAll("[0-9]", "")).toList();
        }
        int size = words.size();
        Split split = Split.of(spec.parts(), new Split.Examples(table.source(), size, null,
                Split.numbered(words.stream().map(WordStems::of).toList(), size), null), randomness);
        Tokenizer letters = Tokenizer.learn(TextKeys.complete(null, "character"),
                Texts.of(words).only(split.examples(Part.TRAIN)));
        Translation translation = new Translation(letters, new PhoneTokenizer(phones), Texts.of(words),
                Texts.of(phones), size);
        return new SequencesDataset(translation, translation, split, spec.steps(), table.sha256());
    }
}
