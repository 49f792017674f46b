package dev.unroll.datasets.formal;

import dev.unroll.datasets.synthetic.GeneratedFactory;

/** Makes {@link EmbeddedReberDataset}. */
public final class EmbeddedReberFactory extends GeneratedFactory<EmbeddedReberSpec> {

    public EmbeddedReberFactory() {
        super("embedded-reber", "predict the next symbol of a grammar whose last but one repeats the second",
                "Hochreiter & Schmidhuber 1997, experiment 1, after Reber 1967 and Fahlman 1991",
                EmbeddedReberSpec.class, EmbeddedReberDataset::new);
    }
}
