package dev.unroll.benchmark;

import dev.unroll.benchmark.Measurement.Ratio;
import dev.unroll.benchmark.Measurement.Times;
import dev.unroll.benchmark.Suite.Entry;
import dev.unroll.benchmark.Suite.Section;
import dev.unroll.benchmark.contender.Side;
import dev.unroll.benchmark.contender.Side.EngineName;
import dev.unroll.benchmark.contender.Workload;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The results as Markdown. */
final class ResultTables {

    private final Results results;
    private final int threads;
    private final StringBuilder text = new StringBuilder();

    ResultTables(Results results) {
        this.results = results;
        threads = results.machine().processors();
    }

    String markdown() {
        line("# How fast it is");
        line("");
        line("Made by, in the project's folder:");
        line("");
        results.origins().values().stream().distinct().sorted(Comparator.comparing(Origin::command))
                .forEach(origin -> line("- `" + origin.command() + "`: " + origin.description()));
        line("");
        machine();
        comparisons();
        inference();
        sizes();
        lengths();
        notes();
        return text.toString();
    }

    private void machine() {
        Machine machine = results.machine();
        line("Machine: " + machine.processor() + ", " + machine.processors() + " processors, "
                + machine.operatingSystem() + "; JDK: " + machine.jdk() + "; kernels: " + machine.kernels() + ".");
        line("");
        line("| threads | measured multiply-add peak, GFLOP/s | kept up for 3 s | measured copying, GB/s |");
        line("|---|---|---|---|");
        for (Machine.Limit limit : machine.limits()) {
            line("| " + limit.threads() + " | " + number(limit.gigaflops()) + " | " + percent(limit.sustained())
                    + " % | " + number(limit.gigabytes()) + " |");
        }
        line("");
        Machine.Limit all = machine.limits().get(machine.limits().size() - 1);
        if (all.sustained() < 0.9) {
            line("**Beware:** the system gave " + all.threads() + " threads that need nothing but the processor only "
                    + percent(all.sustained()) + " % of it. Steps of more than a few milliseconds on "
                    + all.threads() + " threads are slower here, on every side, than the processors would allow.");
            line("");
        }
    }

    private void comparisons() {
        line("## One training step: forward, loss, backward, Adam");
        line("");
        line("Milliseconds are medians over the rounds, of each round's first decile of steps: what a step takes"
                + " when nothing disturbs it. A ratio is how many times as fast as the peer at its best"
                + " setting, round by round: median (least–most). Between 1/" + Measurement.TIE + " and "
                + Measurement.TIE + " it is a tie.");
        line("");
        line("| | ours, 1 thread | ours, " + threads + " threads | PyTorch, best (setting) | × PyTorch"
                + " | Deeplearning4j, best (setting) | × Deeplearning4j | GFLOP/s | share of peak"
                + " | bytes allocated by 20 steps |");
        line("|---|---|---|---|---|---|---|---|---|---|");
        for (Entry entry : Suite.entries()) {
            Measurement m = results.measurements().get(entry.workload().name());
            if (m == null || !entry.peers() || entry.workload().streaming()) {
                continue;
            }
            double flops = gigaflops(entry.workload(), m);
            double share = flops / results.machine().gigaflops(best(m).side().threads());
            line("| " + entry.workload().description()
                    + " | " + millis(m.of(EngineName.UNROLL, 1), Times::training)
                    + " | " + millis(m.of(EngineName.UNROLL, threads), Times::training)
                    + " | " + withSetting(m, EngineName.PYTORCH)
                    + " | " + ratio(m.ratio(EngineName.PYTORCH, Times::training), entry.goal().pytorch())
                    + " | " + withSetting(m, EngineName.DL4J)
                    + " | " + ratio(m.ratio(EngineName.DL4J, Times::training), entry.goal().dl4j())
                    + " | " + number(flops)
                    + " | " + percent(share) + " % (" + threads(best(m).side().threads()) + ")"
                    + verdict(share, entry.goal().share(), percent(entry.goal().share()) + " %")
                    + " | " + best(m).allocated() + " |");
        }
        line("");
    }

    private void streaming() {
        if (section(Section.STREAMING).stream().map(entry -> entry.workload().name())
                .noneMatch(results.measurements()::containsKey)) {
            return;
        }
        line("## Streaming: one step of one sequence");
        line("");
        line("Microseconds of a step, of that many in a row, each output computed before the next input is read."
                + " PyTorch's loop over the steps stands inside the TorchScript, so that it is spared the way through"
                + " Java at each; its Transformer keeps keys and values in room made once.");
        line("");
        line("| | ours | PyTorch, best (setting) | × PyTorch | Deeplearning4j, best (setting) | × Deeplearning4j"
                + " | bytes allocated by 20 passes |");
        line("|---|---|---|---|---|---|---|");
        for (Entry entry : section(Section.STREAMING)) {
            Measurement m = results.measurements().get(entry.workload().name());
            if (m == null) {
                continue;
            }
            Times ours = m.best(EngineName.UNROLL, Times::inference).orElseThrow();
            line("| " + entry.workload().description() + " | " + micros(entry, ours)
                    + " | " + micros(entry, m, EngineName.PYTORCH)
                    + " | " + ratio(m.ratio(EngineName.PYTORCH, Times::inference), entry.goal().pytorch())
                    + " | " + micros(entry, m, EngineName.DL4J)
                    + " | " + ratio(m.ratio(EngineName.DL4J, Times::inference), entry.goal().dl4j())
                    + " | " + ours.allocated() + " |");
        }
        line("");
    }

    private static String micros(Entry entry, Measurement m, EngineName engine) {
        return m.best(engine, Times::inference).map(t -> micros(entry, t) + " (" + t.side().setting() + ")")
                .orElse("–");
    }

    private static String micros(Entry entry, Times times) {
        return number(1000 * Measurement.median(times.inference()) / entry.workload().steps());
    }

    private void inference() {
        streaming();
        line("## One inference pass over the same batch");
        line("");
        line("| | ours, 1 thread | ours, " + threads + " threads | PyTorch, best | × PyTorch"
                + " | Deeplearning4j, best | × Deeplearning4j |");
        line("|---|---|---|---|---|---|---|");
        for (Entry entry : Suite.entries()) {
            Measurement m = results.measurements().get(entry.workload().name());
            if (m == null || !entry.peers() || entry.workload().streaming()) {
                continue;
            }
            line("| " + entry.workload().description()
                    + " | " + millis(m.of(EngineName.UNROLL, 1), Times::inference)
                    + " | " + millis(m.of(EngineName.UNROLL, threads), Times::inference)
                    + " | " + millis(m.best(EngineName.PYTORCH, Times::inference), Times::inference)
                    + " | " + ratio(m.ratio(EngineName.PYTORCH, Times::inference), 0)
                    + " | " + millis(m.best(EngineName.DL4J, Times::inference), Times::inference)
                    + " | " + ratio(m.ratio(EngineName.DL4J, Times::inference), 0) + " |");
        }
        line("");
    }

    private void sizes() {
        line("## Sizes that are not multiples of the vectors' lanes");
        line("");
        line("Training, batch 32, 100 steps, 4 features, at the better of 1 and " + threads
                + " threads. The loss is of GFLOP/s, against the nearest multiple of 16 that was measured; at most 25 % is the target.");
        line("");
        line("| | ms | GFLOP/s | loss |");
        line("|---|---|---|---|");
        for (Entry entry : section(Section.SIZES)) {
            Measurement m = results.measurements().get(entry.workload().name());
            if (m == null) {
                continue;
            }
            Workload w = entry.workload();
            double flops = gigaflops(w, m);
            String loss = "";
            if (w.size() % 16 != 0) {
                loss = section(Section.SIZES).stream().map(Entry::workload)
                        .filter(other -> other.kind() == w.kind() && other.size() % 16 == 0
                                && results.measurements().containsKey(other.name()))
                        .min(Comparator.comparingInt(other -> Math.abs(other.size() - w.size())))
                        .map(other -> loss(flops, other)).orElse("");
            }
            line("| " + w.kind() + " " + w.size() + " units | " + number(Measurement.median(best(m).training())) + " | "
                    + number(flops) + " | " + loss + " |");
        }
        line("");
    }

    private String loss(double flops, Workload neighbour) {
        double lost = 1 - flops / gigaflops(neighbour, results.measurements().get(neighbour.name()));
        return percent(lost) + " % against " + neighbour.size() + (lost <= 0.25 ? "" : ": **missed**");
    }

    private void lengths() {
        line("## Length");
        line("");
        line("Training, at the better of 1 and " + threads + " threads. Memory is what the model and its buffers hold on"
                + " the Java heap.");
        line("");
        line("| | ms | µs per step of time | memory, 10⁶ bytes | bytes per step × batch × unit |");
        line("|---|---|---|---|---|");
        for (Entry entry : section(Section.LENGTHS)) {
            Measurement m = results.measurements().get(entry.workload().name());
            if (m == null) {
                continue;
            }
            Workload w = entry.workload();
            double millis = Measurement.median(best(m).training());
            double goal = entry.goal().memory();
            double memory = best(m).memory() / 1e6;
            String verdict = goal == 0 ? "" : "; at most " + number(goal) + (memory <= goal ? " met" : " **missed**");
            line("| " + w.description() + " | " + number(millis) + " | " + number(1000 * millis / w.steps()) + " | "
                    + number(memory) + verdict + " | "
                    + number((double) best(m).memory() / w.steps() / w.batchSize() / w.size()) + " |");
        }
        line("");
    }

    private void notes() {
        line("## How it was measured");
        line("");
        line("Every side is a process of its own, starts from the same weights and works on the same batch. Before"
                + " anything is timed, outputs, and losses over five steps of Adam, must agree to 1e-4. All are warmed"
                + " up, then take turns, in another order in every round. PyTorch runs TorchScript through the Deep Java"
                + " Library, with 1 and with "
                + threads + " threads, as it is (stock) and with the C library told to keep freed memory (tuned:"
                + " MALLOC_MMAP_THRESHOLD_, MALLOC_TRIM_THRESHOLD_, MALLOC_TOP_PAD_)"
                + (toldMkl() ? ", the latter also with its matrix library MKL told that the processor is Intel's, for which"
                        + " it keeps its best kernels (by a library loaded before it)"
                        : "; its matrix library MKL was not told a processor other than it finds (that takes Linux, a C"
                        + " compiler and a processor that is not Intel's)")
                + ". Modules are not frozen for inference. Deeplearning4j is MultiLayerNetwork. The Java heap of every side"
                + " asks the system for large pages; asking for them in PyTorch's C library (glibc.malloc.hugetlb) made"
                + " it no faster.");
        line("");
        line("GFLOP/s count matrix products alone, a multiply-add as two, and nothing that is computed twice to save"
                + " memory. For B sequences of T steps, F features, H units and G = 4, 3, 1 gates (LSTM, GRU, RNN) a"
                + " training step is 2 (2 B T G H F + 3 B (T-1) G H H); for the Transformer (2 blocks)"
                + " 2 (2 (36 B T H H + 6 B P H) + 2 B T F H), P = T T, or T (T+1) / 2 if causal. The peak is that of"
                + " fused multiply-adds in registers with the widest vectors, undisturbed, with as many threads as the"
                + " better of our settings has.");
    }

    private boolean toldMkl() {
        return results.measurements().values().stream().flatMap(m -> m.sides().stream())
                .anyMatch(times -> times.side().tuning() == Side.Tuning.MEMORY_AND_MKL);
    }

    private static List<Entry> section(Section section) {
        return Suite.entries().stream().filter(entry -> entry.section() == section).toList();
    }

    private static Times best(Measurement m) {
        return m.best(EngineName.UNROLL, Times::training).orElseThrow();
    }

    private static double gigaflops(Workload workload, Measurement m) {
        return workload.trainingOperations() / Measurement.median(best(m).training()) / 1e6;
    }

    private static String millis(Optional<Times> times, Function<Times, double[]> of) {
        return times.map(t -> number(Measurement.median(of.apply(t)))).orElse("–");
    }

    private static String withSetting(Measurement m, EngineName engine) {
        return m.best(engine, Times::training).map(t -> number(Measurement.median(t.training())) + " ("
                + t.side().setting() + ")").orElse("–");
    }

    private static String ratio(Optional<Ratio> ratio, double goal) {
        return ratio.map(r -> (r.tie() ? "tie, " : "") + number(r.median()) + " (" + number(r.least()) + "–"
                + number(r.most()) + ")" + verdict(r.median(), goal, number(goal))).orElse("–");
    }

    private static String verdict(double value, double goal, String goalText) {
        return goal == 0 ? "" : "; target " + goalText + (value >= goal ? " met" : " **missed**");
    }

    private static String threads(int threads) {
        return threads + (threads == 1 ? " thread" : " threads");
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f", 100 * share);
    }

    /** Three significant digits. */
    private static String number(double value) {
        double magnitude = Math.abs(value);
        String format = magnitude >= 99.95 ? "%.0f" : magnitude >= 9.995 ? "%.1f" : magnitude >= 0.9995 ? "%.2f"
                : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
