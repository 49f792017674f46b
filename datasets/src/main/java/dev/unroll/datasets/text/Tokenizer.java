package dev.unroll.datasets.text;

import java.util.List;
import java.util.Locale;

/** Turns text into numbers of symbols. Immutable. */
public interface Tokenizer {

    /** Stands for whatever the training part did not hold. */
    String UNKNOWN = "<unknown>";

    /** The symbols of a text; none for an empty text. */
    int[] encode(String text);

    /** The symbols in the order of their numbers. All that is learned is in this list, so it is saved with a model. */
    List<String> vocabulary();

    /**
     * A tokenizer for the units that the keys name.
     *
     * @param keys     complete
     * @param training texts to learn from
     */
    static Tokenizer learn(TextKeys keys, Texts training) {
        Texts texts = !keys.lowerCase() ? training
                : visitor -> training.each((index, text) -> visitor.see(index, text.toLowerCase(Locale.ROOT)));
        Tokenizer learned = switch (keys.unit()) {
            case "byte" -> new ByteTokenizer();
            case "bpe" -> BytePairTokenizer.learn(texts, keys.vocabularySize(), keys.minCount());
            case "word" -> SymbolTokenizer.learn(SymbolTokenizer::words, texts, keys.vocabularySize(),
                    keys.minCount());
            case "given" -> SymbolTokenizer.learn(SymbolTokenizer::given, texts, keys.vocabularySize(),
                    keys.minCount());
            default -> SymbolTokenizer.learn(SymbolTokenizer::characters, texts, keys.vocabularySize(),
                    keys.minCount());
        };
        if (!keys.lowerCase()) {
            return learned;
        }
        return new Tokenizer() {
            @Override
            public int[] encode(String text) {
                return learned.encode(text.toLowerCase(Locale.ROOT));
            }

            @Override
            public List<String> vocabulary() {
                return learned.vocabulary();
            }
        };
    }
}
