package dev.unroll.datasets.text;

import dev.unroll.dataset.DataException;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.KindFactory;
import dev.unroll.datasets.file.DataFile;
import dev.unroll.datasets.sequences.SequenceKeys;
import dev.unroll.datasets.sequences.SequencesDataset;
import dev.unroll.datasets.split.Split;
import dev.unroll.random.Randomness;
import java.io.IOException;
import java.io.Reader;

/**
 * Language modelling on one's own plain text: at every step, the next token is asked for. The text is cut in three in
 * its order, by characters; the vocabulary is learned on the first part. It is read in pieces; kept are its tokens.
 */
public final class TextFactory extends KindFactory<TextSpec> {

    private static final int PIECE = 1 << 16;

    public TextFactory() {
        super("text", TextSpec.class, "your own file",
                "predict the next character, byte, word or byte pair of your own plain text (language model)");
    }

    @Override
    public SequenceDataset create(TextSpec spec, Randomness randomness) {
        DataFile file = DataFile.of("path", spec.path());
        long[] count = {0};
        pieces(file, 0, Long.MAX_VALUE).each((index, text) -> count[0] += text.length());
        long trainEnd = (long) (spec.trainFraction() * count[0] + 1e-9);
        long validationEnd = (long) ((spec.trainFraction() + spec.validationFraction()) * count[0] + 1e-9);
        long trainStart = trainEnd - (long) (spec.dataFraction() * trainEnd + 1e-9);
        Texts training = pieces(file, trainStart, trainEnd);
        Tokenizer tokenizer = Tokenizer.learn(spec.text(), training);
        TextWindows windows = new TextWindows(tokenizer.vocabulary(), spec.window());
        int train = windows.add(training, tokenizer, spec.stride());
        int validation = windows.add(pieces(file, trainEnd, validationEnd), tokenizer, spec.window());
        int test = windows.add(pieces(file, validationEnd, count[0]), tokenizer, spec.window());
        if (train == 0 || validation == 0 || test == 0) {
            throw new DataException("every part of " + file.name() + " must hold at least two tokens; of " + count[0]
                    + " characters the training part has " + (trainEnd - trainStart) + ", the validation part "
                    + (validationEnd - trainEnd) + " and the test part " + (count[0] - validationEnd)
                    + "; bring more text, or change the fractions");
        }
        return new SequencesDataset(windows, windows, Split.inOrder(train, validation, test),
                SequenceKeys.complete(null, "none"), file.sha256());
    }

    /** The characters from one place to before another, in pieces that end at a space or line where there is one. */
    private static Texts pieces(DataFile file, long from, long to) {
        return visitor -> file.readText(in -> {
            skip(in, from);
            StringBuilder left = new StringBuilder();
            char[] buffer = new char[PIECE];
            long position = from;
            int index = 0;
            while (position < to) {
                int read = in.read(buffer, 0, (int) Math.min(PIECE, to - position));
                if (read < 0) {
                    break;
                }
                position += read;
                left.append(buffer, 0, read);
                int cut = position >= to ? left.length() : cut(left);
                if (cut > 0) {
                    visitor.see(index++, left.substring(0, cut));
                    left.delete(0, cut);
                }
            }
            if (left.length() > 0) {
                visitor.see(index, left.toString());
            }
            return null;
        });
    }

    private static void skip(Reader in, long count) throws IOException {
        for (long left = count; left > 0;) {
            long skipped = in.skip(left);
            if (skipped == 0) {
                return;
            }
            left -= skipped;
        }
    }

    /** Before the last space or line end, so that no word is cut; all but a lone half character if there is none. */
    private static int cut(StringBuilder text) {
        for (int i = text.length() - 1; i > 0; i--) {
            if (Character.isWhitespace(text.charAt(i))) {
                return i;
            }
        }
        return Character.isHighSurrogate(text.charAt(text.length() - 1)) ? text.length() - 1 : text.length();
    }
}
