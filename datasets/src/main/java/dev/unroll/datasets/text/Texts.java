package dev.unroll.datasets.text;

import java.util.List;

/** Texts that can be gone through again and again, always in the same order; they need not be in memory. */
public interface Texts {

    /** Sees each text in turn. */
    interface Visitor {
        void see(int index, String text);
    }

    /** Shows all texts. */
    void each(Visitor visitor);

    /** Texts in memory. */
    static Texts of(List<String> texts) {
        return visitor -> {
            for (int i = 0; i < texts.size(); i++) {
                visitor.see(i, texts.get(i));
            }
        };
    }

    /** Those of these numbers, ascending. */
    default Texts only(int[] chosen) {
        return visitor -> {
            int[] next = {0};
            each((index, text) -> {
                if (next[0] < chosen.length && chosen[next[0]] == index) {
                    visitor.see(next[0]++, text);
                }
            });
        };
    }
}
