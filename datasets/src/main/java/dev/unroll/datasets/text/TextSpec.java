package dev.unroll.datasets.text;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;

/**
 * Parameters of {@link TextFactory}.
 *
 * @param path               a file of plain text in UTF-8; {@code .gz} is unpacked
 * @param window             tokens per example, 1 to 100000; default 128
 * @param stride             tokens from one training example to the next; default the window. Validation and test
 *                           examples follow each other without overlap, so that every token is asked for once.
 * @param trainFraction      share of the characters, from the first on, to train on; default 0.8
 * @param validationFraction share of the characters after those to validate on, the rest being the test part; default
 *                           0.1
 * @param dataFraction       share of the training characters that is kept, the last, for curves of sample efficiency;
 *                           default 1
 * @param text               shared by all datasets of text; default unit character
 */
public record TextSpec(String path, Integer window, Integer stride, Double trainFraction, Double validationFraction,
        Double dataFraction, @JsonUnwrapped TextKeys text) implements DatasetSpec {

    public TextSpec {
        if (path == null || path.isBlank()) {
            throw new IllegalArgumentException("path must name a text file; got none");
        }
        window = Check.orElse(window, 128);
        Check.between(1, 100_000, "window", window);
        stride = Check.orElse(stride, window);
        Check.atLeast(1, "stride", stride);
        trainFraction = Check.orElse(trainFraction, 0.8);
        validationFraction = Check.orElse(validationFraction, 0.1);
        Check.fractions(trainFraction, validationFraction);
        Check.requirePositive("validationFraction", validationFraction);
        dataFraction = Check.orElse(dataFraction, 1.0);
        Check.share("dataFraction", dataFraction);
        text = TextKeys.complete(text, "character");
    }
}
