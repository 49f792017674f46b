package dev.unroll.datasets.text;

import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.KindFactory;
import dev.unroll.datasets.sequences.SequencesDataset;
import dev.unroll.datasets.split.Split;
import dev.unroll.random.Randomness;

/**
 * Short names from one of 20 languages into another, as source, mark and target in one sequence ({@link
 * Translation}). Names of one picture are never in two parts, so words of the test part are mostly known and their
 * combinations new.
 */
public final class NameTranslationFactory extends KindFactory<NameTranslationSpec> {

    public NameTranslationFactory() {
        super("name-translation", NameTranslationSpec.class,
                "Unicode CLDR 48 (Unicode License v3)",
                "translate short names (Unicode names of characters) between any two of 20 languages");
    }

    @Override
    public SequenceDataset create(NameTranslationSpec spec, Randomness randomness) {
        UnicodeNames names = UnicodeNames.load(spec.names().equals("all"));
        int size = names.size();
        Split split = Split.of(spec.parts(), new Split.Examples(names.source(), size, null,
                Split.numbered(names.groups(), size), null), randomness);
        Translation translation = Translation.learn(spec.text(), spec.text(), Texts.of(names.in(spec.from())),
                Texts.of(names.in(spec.to())), size, split);
        return new SequencesDataset(translation, translation, split, spec.steps(), names.sha256());
    }
}
