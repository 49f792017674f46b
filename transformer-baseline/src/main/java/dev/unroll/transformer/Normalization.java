package dev.unroll.transformer;

import dev.unroll.engine.Engine;
import dev.unroll.layer.LayerNorm;
import dev.unroll.layer.RmsNorm;
import dev.unroll.layer.RowNorm;

/** How the values of a step are brought to a common scale. */
public enum Normalization {

    /** {@link LayerNorm}. */
    LAYER,

    /** {@link RmsNorm}: not centred, no bias. */
    RMS;

    RowNorm create(String name, int size, Engine engine) {
        return this == LAYER ? new LayerNorm(name, size, engine) : new RmsNorm(name, size, engine);
    }
}
