package dev.unroll.benchmark;

import static dev.unroll.benchmark.contender.Workload.Kind.GRU;
import static dev.unroll.benchmark.contender.Workload.Kind.LSTM;
import static dev.unroll.benchmark.contender.Workload.Kind.RNN;
import static dev.unroll.benchmark.contender.Workload.Kind.TRANSFORMER;
import static dev.unroll.benchmark.contender.Workload.recurrent;

import dev.unroll.benchmark.contender.Workload.Kind;
import dev.unroll.benchmark.contender.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code unroll bench} measures, and what it is meant to reach. */
public final class Suite {

    /** Parts that can be run by themselves. */
    public enum Section {
        LSTM, RNN, GRU, TRANSFORMER, STREAMING, SIZES, LENGTHS;

        /** The word for it on the command line. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What a training step, or a step of a stream, is to reach; 0 where nothing is asked.
     *
     * @param pytorch times as fast as PyTorch
     * @param dl4j    times as fast as Deeplearning4j
     * @param share   of the measured multiply-add peak of all threads
     * @param memory  10⁶ bytes that model and buffers may hold
     */
    public record Goal(double pytorch, double dl4j, double share, double memory) {
        static final Goal NONE = new Goal(0, 0, 0);

        Goal(double pytorch, double dl4j, double share) {
            this(pytorch, dl4j, share, 0);
        }
    }

    /**
     * One workload of a section.
     *
     * @param peers whether other engines are measured on it too
     */
    public record Entry(Section section, Workload workload, Goal goal, boolean peers) {

        /** Whether the word is that of the section, the workload's name, or with a star at its end how that begins. */
        boolean isCalled(String word) {
            return section.word().equals(word) || workload.name().equals(word)
                    || word.endsWith("*") && workload.name().startsWith(word.substring(0, word.length() - 1));
        }
    }

    private Suite() {
    }

    /** All of it, section by section. */
    public static List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        recurrentSection(entries, Section.LSTM, LSTM, new Goal(3, 45, 0.60), new Goal(1.8, 25, 0.80),
                new Goal(1.8, 13, 0.85), new Goal(1.5, 0, 0.93));
        recurrentSection(entries, Section.RNN, RNN, new Goal(5, 15, 0), new Goal(3.5, 15, 0), new Goal(2.5, 15, 0),
                new Goal(1.6, 15, 0));
        recurrentSection(entries, Section.GRU, GRU, Goal.NONE, Goal.NONE, Goal.NONE, Goal.NONE);
        transformer(entries, 32, 64, 64, Goal.NONE, Goal.NONE);
        transformer(entries, 32, 128, 64, new Goal(1.8, 0, 0), new Goal(1.8 * 1.3, 0, 0));
        transformer(entries, 32, 128, 128, new Goal(1.3, 0, 0.80), new Goal(1.3 * 1.3, 0, 0));
        transformer(entries, 16, 512, 64, new Goal(1.6, 0, 0), new Goal(1.6 * 1.3, 0, 0));
        streaming(entries, new Workload(LSTM, false, 1, 256, 2, 128, true), new Goal(8, 50, 0));
        streaming(entries, new Workload(RNN, false, 1, 256, 2, 128, true), Goal.NONE);
        // Position 256 on average.
        streaming(entries, new Workload(TRANSFORMER, true, 1, 512, 2, 128, true), new Goal(8, 0, 0));
        for (int size : new int[] {60, 64, 65, 96, 100, 128, 129, 250, 256}) {
            entries.add(new Entry(Section.SIZES, recurrent(LSTM, 32, 100, 4, size), Goal.NONE, false));
            entries.add(new Entry(Section.SIZES, recurrent(RNN, 32, 100, 4, size), Goal.NONE, false));
        }
        for (int steps : new int[] {100, 1_000, 10_000}) {
            entries.add(new Entry(Section.LENGTHS, recurrent(LSTM, 8, steps, 2, 64), Goal.NONE, false));
            entries.add(new Entry(Section.LENGTHS, recurrent(RNN, 8, steps, 2, 64), Goal.NONE, false));
        }
        for (int steps : new int[] {1_024, 4_096}) {
            entries.add(new Entry(Section.LENGTHS, new Workload(TRANSFORMER, false, 1, steps, 2, 64),
                    new Goal(0, 0, 0, 200), false));
        }
        return entries;
    }

    private static void streaming(List<Entry> entries, Workload workload, Goal goal) {
        entries.add(new Entry(Section.STREAMING, workload, goal, true));
    }

    private static void recurrentSection(List<Entry> entries, Section section, Kind kind, Goal... goals) {
        entries.add(new Entry(section, recurrent(kind, 32, 50, 8, 64), goals[0], true));
        entries.add(new Entry(section, recurrent(kind, 32, 100, 2, 128), goals[1], true));
        entries.add(new Entry(section, recurrent(kind, 32, 200, 2, 256), goals[2], true));
        entries.add(new Entry(section, recurrent(kind, 64, 100, 64, 512), goals[3], true));
    }

    private static void transformer(List<Entry> entries, int batchSize, int steps, int size, Goal full, Goal causal) {
        entries.add(new Entry(Section.TRANSFORMER, new Workload(TRANSFORMER, false, batchSize, steps, 8, size), full,
                true));
        entries.add(new Entry(Section.TRANSFORMER, new Workload(TRANSFORMER, true, batchSize, steps, 8, size), causal,
                true));
    }
}
