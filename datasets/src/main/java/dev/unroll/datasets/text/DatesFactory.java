package dev.unroll.datasets.text;

import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.Fingerprint;
import dev.unroll.datasets.KindFactory;
import dev.unroll.datasets.sequences.SequencesDataset;
import dev.unroll.datasets.split.Split;
import dev.unroll.random.Randomness;
import java.util.Arrays;
import java.util.List;

/**
 * Dates of 1900 to 2099, said in full in one language and to be written in another, as source, mark and target in one
 * sequence ({@link Translation}): {@code Sunday, March 31, 2024} becomes {@code 31. März 2024}. Every date occurs
 * once. The wording is that of the locale data in the JDK ({@link SaidDates}).
 */
public final class DatesFactory extends KindFactory<DatesSpec> {

    public DatesFactory() {
        super("dates", DatesSpec.class,
                "generated from the locale data of the JDK (Unicode CLDR, Unicode License v3), pinned by hash",
                "rewrite dates said in one of 15 languages as another writes them");
    }

    @Override
    public SequenceDataset create(DatesSpec spec, Randomness randomness) {
        int size = spec.trainSize() + spec.validationSize() + spec.testSize();
        int[] days = Arrays.copyOf(randomness.derive("days").stream().permutation(SaidDates.DAYS), size);
        SaidDates from = SaidDates.in(spec.from());
        SaidDates to = SaidDates.in(spec.to());
        List<String> sources = Arrays.stream(days).mapToObj(day -> from.text(day, "full")).toList();
        List<String> targets = Arrays.stream(days).mapToObj(day -> to.text(day, spec.style())).toList();
        Split split = Split.inOrder(spec.trainSize(), spec.validationSize(), spec.testSize());
        TextKeys characters = TextKeys.complete(null, "character");
        Translation translation = Translation.learn(characters, characters, Texts.of(sources), Texts.of(targets), size,
                split);
        return new SequencesDataset(translation, translation, split, spec.steps(), Fingerprint.of("dates version 1, "
                + spec.from() + " " + from.sha256() + " to " + spec.to() + " " + to.sha256() + " " + spec.style() + ", "
                + spec.trainSize() + " " + spec.validationSize() + " " + spec.testSize()));
    }
}
