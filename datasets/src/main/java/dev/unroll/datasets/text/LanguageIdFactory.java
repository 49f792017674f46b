package dev.unroll.datasets.text;

import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.KindFactory;
import dev.unroll.datasets.split.Split;
import dev.unroll.random.Randomness;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Which of 20 languages a short name is in: the names that Unicode gives its characters, the same ones in every
 * language, so that subjects do not tell. Names of one picture are never in two parts.
 */
public final class LanguageIdFactory extends KindFactory<LanguageIdSpec> {

    public LanguageIdFactory() {
        super("language-id", LanguageIdSpec.class,
                "Unicode CLDR 48 (Unicode License v3)",
                "tell which of 20 languages a short name is in (Unicode names of characters)");
    }

    @Override
    public SequenceDataset create(LanguageIdSpec spec, Randomness randomness) {
        UnicodeNames names = UnicodeNames.load(spec.names().equals("all"));
        List<String> texts = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        for (String language : spec.languages()) {
            texts.addAll(names.in(language));
            labels.addAll(Collections.nCopies(names.size(), language));
            groups.addAll(names.groups());
        }
        return LabelledTexts.dataset(names.source(), Texts.of(texts), texts.size(), LabelledTexts.classes(labels),
                Split.numbered(groups, groups.size()), spec.preparation(), randomness, names.sha256());
    }
}
