package dev.unroll.cli;

import dev.unroll.exchange.Layout;
import dev.unroll.experiment.Words;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Layouts of weights by the words that users write. */
final class Layouts {

    private Layouts() {
    }

    static Layout of(String word) {
        for (Layout layout : Layout.values()) {
            if (word(layout).equals(word)) {
                return layout;
            }
        }
        List<String> words = Arrays.stream(Layout.values()).map(Layouts::word).toList();
        throw new UserException("--layout must be one that is known; got " + word + "; "
                + Words.hint(word, words, "layouts"));
    }

    private static String word(Layout layout) {
        return layout.name().toLowerCase(Locale.ROOT);
    }
}
