package dev.unroll.datasets.text;

import dev.unroll.dataset.Part;
import dev.unroll.datasets.sequences.Targets;
import dev.unroll.datasets.sequences.TokenInputs;
import dev.unroll.datasets.split.Split;
import dev.unroll.datasets.store.Spool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Pairs of a source and a target as one sequence: the source, a mark, the target; asked for is the next symbol from the
 * mark on, to the end of the target. With source {@code a b} and target {@code X Y Z}:
 * <pre>
 *   input    a  b  &lt;to&gt;  X  Y  Z
 *   class    _  _  X     Y  Z  &lt;end&gt;
 *   weight   0  0  1     1  1  1
 * </pre>
 * Symbols of targets are tokens 0 to C - 1, which are the classes too, so that what a model answers can be its next
 * input; those that only sources have come behind, and the mark last.
 */
public final class Translation implements TokenInputs, Targets.Steps {

    private static final String END = "<end>";
    private static final String MARK = "<to>";

    private final List<String> vocabulary = new ArrayList<>();
    private final List<String> classes;
    private final int end;
    private final int mark;
    private final Spool spool = new Spool(Spool.Form.INT);
    private long[] starts;
    private int[] sourceLengths;

    /**
     * @param source how sources are cut, learned on the training part
     * @param target how targets are cut, likewise
     * @param size   number of pairs
     */
    public Translation(Tokenizer source, Tokenizer target, Texts sources, Texts targets, int size) {
        List<String> names = new ArrayList<>(target.vocabulary());
        end = names.size();
        names.add(END);
        classes = List.copyOf(names);
        vocabulary.addAll(classes);
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < vocabulary.size(); i++) {
            numbers.put(vocabulary.get(i), i);
        }
        int[] ofSource = new int[source.vocabulary().size()];
        for (int i = 0; i < ofSource.length; i++) {
            String symbol = source.vocabulary().get(i);
            if (!numbers.containsKey(symbol)) {
                numbers.put(symbol, vocabulary.size());
                vocabulary.add(symbol);
            }
            ofSource[i] = numbers.get(symbol);
        }
        mark = vocabulary.size();
        vocabulary.add(MARK);
        store(source, target, sources, targets, size, ofSource);
    }

    private void store(Tokenizer source, Tokenizer target, Texts sources, Texts targets, int size, int[] ofSource) {
        // Sources and targets are two passes, since they may be two files.
        Spool sourceTokens = new Spool(Spool.Form.INT);
        long[] sourceStarts = new long[size + 1];
        sources.each((index, text) -> {
            for (int token : source.encode(text)) {
                sourceTokens.append(ofSource[token]);
            }
            sourceStarts[index + 1] = sourceTokens.size();
        });
        starts = new long[size + 1];
        sourceLengths = new int[size];
        targets.each((index, text) -> {
            sourceLengths[index] = (int) (sourceStarts[index + 1] - sourceStarts[index]);
            int[] tokens = new int[sourceLengths[index]];
            sourceTokens.read(sourceStarts[index], tokens.length, tokens, 0);
            for (int token : tokens) {
                spool.append(token);
            }
            spool.append(mark);
            for (int token : target.encode(text)) {
                spool.append(token);
            }
            starts[index + 1] = spool.size();
        });
    }

    /** Tokenizers for both sides, each learned on the training part of its side. */
    public static Translation learn(TextKeys source, TextKeys target, Texts sources, Texts targets, int size,
            Split split) {
        int[] train = split.examples(Part.TRAIN);
        return new Translation(Tokenizer.learn(source, sources.only(train)),
                Tokenizer.learn(target, targets.only(train)), sources, targets, size);
    }

    @Override
    public int size() {
        return sourceLengths.length;
    }

    @Override
    public int length(int example) {
        return (int) (starts[example + 1] - starts[example]);
    }

    @Override
    public int difficulty(int example) {
        return sourceLengths[example];
    }

    @Override
    public String difficultyUnit() {
        return "symbols of the source";
    }

    @Override
    public List<String> vocabulary() {
        return List.copyOf(vocabulary);
    }

    @Override
    public List<String> names() {
        return classes;
    }

    @Override
    public void read(int example, int from, int steps, int[] into, int at) {
        spool.read(starts[example] + from, steps, into, at);
    }

    @Override
    public void read(int example, int from, int steps, int[] classesInto, float[] weights, int at) {
        int[] tokens = new int[steps + 1];
        int known = Math.min(steps + 1, length(example) - from);
        spool.read(starts[example] + from, known, tokens, 0);
        Arrays.fill(tokens, known, tokens.length, end);
        for (int t = 0; t < steps; t++) {
            boolean asked = from + t >= sourceLengths[example];
            classesInto[at + t] = asked ? tokens[t + 1] : end;
            weights[at + t] = asked ? 1 : 0;
        }
    }
}
