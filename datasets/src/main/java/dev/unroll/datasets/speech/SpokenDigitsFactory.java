package dev.unroll.datasets.speech;

import dev.unroll.datasets.synthetic.GeneratedFactory;

/** Makes {@link SpokenDataset} of digits. */
public final class SpokenDigitsFactory extends GeneratedFactory<SpokenSpec> {

    public SpokenDigitsFactory() {
        super("synthetic-digits", "tell which digit a formant synthesizer speaks, with a new voice each time",
                "Unroll (see SpokenDataset), with the vowel formants of Peterson & Barney 1952", SpokenSpec.class,
                (spec, randomness) -> new SpokenDataset(Speech.DIGITS, spec, randomness));
    }
}
