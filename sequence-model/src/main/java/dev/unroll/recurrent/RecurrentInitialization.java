package dev.unroll.recurrent;

import dev.unroll.layer.Initializers;
import dev.unroll.model.Parameter;
import dev.unroll.random.Randomness;
import java.util.Arrays;

/** What recurrent weights {@code [P, N]} are at first, in blocks of {@code [P, H]}, one for each gate. */
public enum RecurrentInitialization {

    /** Each block orthogonal: what recurs neither grows nor fades at first (Saxe, McClelland &amp; Ganguli 2014). */
    ORTHOGONAL {
        @Override
        void initialize(Parameter weight, int hiddenSize, Randomness randomness) {
            Initializers.orthogonalBlocks(weight, hiddenSize, randomness);
        }
    },

    /** Uniform after Glorot &amp; Bengio (2010) with the fans of a block. */
    GLOROT {
        @Override
        void initialize(Parameter weight, int hiddenSize, Randomness randomness) {
            Initializers.glorotUniform(weight, weight.shape()[0], hiddenSize, randomness);
        }
    },

    /** Each block the identity (Le, Jaitly &amp; Hinton 2015, arXiv 1504.00941). */
    IDENTITY {
        @Override
        void initialize(Parameter weight, int hiddenSize, Randomness randomness) {
            Arrays.fill(weight.value(), 0f);
            int columns = weight.shape()[1];
            for (int i = 0; i < weight.size(); i += hiddenSize) {
                weight.value()[i + i / columns] = 1f;
            }
        }
    },

    /** Uniform between ±1/√P, as PyTorch's recurrent layers begin: what recurs fades by about √3 in every step. */
    UNIFORM {
        @Override
        void initialize(Parameter weight, int hiddenSize, Randomness randomness) {
            Initializers.uniform(weight, (float) (1 / Math.sqrt(weight.shape()[0])), randomness);
        }
    };

    abstract void initialize(Parameter weight, int hiddenSize, Randomness randomness);
}
