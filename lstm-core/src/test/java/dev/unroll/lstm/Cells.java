package dev.unroll.lstm;

import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Cells for tests, by what sets them apart from the vanilla one. */
final class Cells {

    private Cells() {
    }

    /** Words such as {@code peepholes noInputGate inputActivation=identity}. */
    static LstmCell of(String words) {
        List<String> list = Arrays.asList(words.split(" "));
        return new LstmCell(list.contains("peepholes"), list.contains("coupledGates"), !list.contains("noInputGate"),
                !list.contains("noForgetGate"), !list.contains("noOutputGate"),
                CellActivation.valueOf(constant(chosen(list, "inputActivation", "tanh"))),
                CellActivation.valueOf(constant(chosen(list, "outputActivation", "tanh"))),
                list.contains("fullGateRecurrence"),
                GateActivation.valueOf(constant(chosen(list, "gateActivation", "sigmoid"))),
                Float.parseFloat(chosen(list, "cellClip", "Infinity")), list.contains("layerNorm"));
    }

    private static String chosen(List<String> words, String key, String otherwise) {
        return words.stream().filter(word -> word.startsWith(key + "="))
                .map(word -> word.substring(key.length() + 1)).findFirst().orElse(otherwise);
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** Any cell that may be, by seed. */
    static LstmCell random(long seed) {
        RandomStream stream = Randomness.of(seed, Purpose.PROBE).stream();
        CellActivation[] activations = CellActivation.values();
        boolean coupled = stream.nextInt(3) == 0;
        boolean input = coupled || stream.nextInt(3) > 0;
        boolean forget = coupled || stream.nextInt(3) > 0;
        boolean output = stream.nextInt(3) > 0;
        boolean gated = input || forget || output;
        return new LstmCell(gated && stream.nextInt(2) == 0, coupled, input, forget, output,
                activations[stream.nextInt(activations.length)], activations[stream.nextInt(activations.length)],
                gated && stream.nextInt(2) == 0,
                gated && stream.nextInt(3) == 0 ? GateActivation.HARD_SIGMOID : GateActivation.SIGMOID,
                stream.nextInt(3) == 0 ? 0.9f : Float.POSITIVE_INFINITY, seed % 3 == 1);
    }
}
