package dev.unroll.layer;

import dev.unroll.engine.Engine;
import dev.unroll.random.Randomness;

/** How the rows of a sequence become one vector, for targets per sequence. */
public enum Pooling {

    /** What stands in a row once the whole sequence was read: at the last step, or, read backwards, at the first. */
    LAST {
        @Override
        PoolingLayer layer(int size, int reversedSize, Randomness randomness, Engine engine) {
            return new StepPooling(size, reversedSize, false, engine);
        }
    },

    /** What stands in the row of the first step, which must have seen the others to say anything of them. */
    FIRST {
        @Override
        PoolingLayer layer(int size, int reversedSize, Randomness randomness, Engine engine) {
            return new StepPooling(size, reversedSize, true, engine);
        }
    },

    /** The mean over the sequence's steps. */
    MEAN {
        @Override
        PoolingLayer layer(int size, int reversedSize, Randomness randomness, Engine engine) {
            return new MeanPooling(size, engine.kernels().elementwise());
        }
    },

    /** A mean over the sequence's steps whose weights depend on what the steps hold: {@link AttentionPooling}. */
    ATTENTION {
        @Override
        PoolingLayer layer(int size, int reversedSize, Randomness randomness, Engine engine) {
            return new AttentionPooling("pooling", size, engine).initialize(randomness);
        }
    };

    /**
     * @param size         values of a row
     * @param reversedSize values at the end of a row that come from reading the sequence backwards
     */
    abstract PoolingLayer layer(int size, int reversedSize, Randomness randomness, Engine engine);
}
