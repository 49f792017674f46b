package dev.unroll.datasets.speech;

import dev.unroll.datasets.synthetic.GeneratedFactory;

/** Makes {@link SpokenDataset} of vowels. */
public final class SpokenVowelsFactory extends GeneratedFactory<SpokenSpec> {

    public SpokenVowelsFactory() {
        super("synthetic-vowels", "tell which vowel a formant synthesizer speaks, with a new voice each time",
                "Unroll (see SpokenDataset), with the vowel formants of Peterson & Barney 1952", SpokenSpec.class,
                (spec, randomness) -> new SpokenDataset(Speech.VOWELS, spec, randomness));
    }
}
