package dev.unroll.datasets.text;

import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.KindFactory;
import dev.unroll.datasets.sequences.Targets;
import dev.unroll.datasets.split.Split;
import dev.unroll.datasets.table.BundledTable;
import dev.unroll.datasets.table.Table;
import dev.unroll.random.Randomness;
import java.util.Arrays;
import java.util.List;

/**
 * Whether an English word is praise or blame, from its spelling alone: word parts carry some of it ({@code un-},
 * {@code -less}), the rest must be known. Splits keep words of one stem together, since {@code abandon} tells of
 * {@code abandoned}.
 */
public final class SentimentWordsFactory extends KindFactory<SentimentWordsSpec> {

    public SentimentWordsFactory() {
        super("sentiment-words", SentimentWordsSpec.class,
                "Hu & Liu 2004 (ODC-By 1.0 / CC BY 4.0) or AFINN-111, F. A. Nielsen (ODC-By 1.0 / CC BY "
                        + "4.0), by way of stdlib",
                "tell positive from negative English words by their letters, or estimate how positive (afinn)");
    }

    @Override
    public SequenceDataset create(SentimentWordsSpec spec, Randomness randomness) {
        boolean opinion = spec.lexicon().equals("opinion");
        Table table = (opinion ? BundledTable.OPINION_WORDS : BundledTable.AFINN).load();
        List<String> words = table.texts("word");
        Targets targets;
        if (opinion) {
            targets = LabelledTexts.classes(table.texts("polarity"));
        } else {
            double[] valences = table.numbers("valence");
            targets = new Targets.Values(Arrays.stream(valences).mapToObj(valence -> new double[] {valence})
                    .toArray(double[][]::new), "points");
        }
        int[] stems = Split.numbered(words.stream().map(WordStems::of).toList(), words.size());
        return LabelledTexts.dataset(table.source(), Texts.of(words), words.size(), targets, stems, spec.preparation(),
                randomness, table.sha256());
    }
}
