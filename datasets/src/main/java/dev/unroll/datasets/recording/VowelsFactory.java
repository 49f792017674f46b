package dev.unroll.datasets.recording;

import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.KindFactory;
import dev.unroll.datasets.sequences.SequencesDataset;
import dev.unroll.datasets.sequences.Targets;
import dev.unroll.datasets.split.Split;
import dev.unroll.datasets.table.BundledTable;
import dev.unroll.datasets.table.Table;
import dev.unroll.random.Randomness;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Eleven English vowels by fifteen speakers, 165 utterances of 6 frames of 9 log-area ratios (Deterding 1989; of UCI's
 * ten the second is missing). The official parts have different speakers, 0 to 7 for training and 8 to 14 for the test,
 * which makes the task hard; chance is 1/11.
 */
public final class VowelsFactory extends KindFactory<VowelsSpec> {

    private static final int TRAINING_SPEAKERS = 8;
    private static final int FRAMES = 6;

    public VowelsFactory() {
        super("vowels", VowelsSpec.class,
                "Deterding (1989), UCI (CC BY 4.0), by way of the R package mlbench",
                "tell 11 English vowels of new speakers, 6 frames of log-area ratios each");
    }

    @Override
    public SequenceDataset create(VowelsSpec spec, Randomness randomness) {
        Table table = BundledTable.VOWELS.load();
        List<String> speakers = table.texts("speaker");
        List<String> vowels = table.texts("vowel");
        List<String> keys = new ArrayList<>();
        for (int row = 0; row < speakers.size(); row++) {
            keys.add(speakers.get(row) + " " + vowels.get(row));
        }
        List<String> features = table.columns().subList(3, table.columns().size());
        TableSequences sequences = new TableSequences(table, keys, features, FRAMES);
        int size = sequences.features().size();
        List<String> names = List.copyOf(new TreeSet<>(vowels));
        int[] classes = sequences.firsts(vowels).stream().mapToInt(names::indexOf).toArray();
        int[] speaker = sequences.firsts(speakers).stream().mapToInt(Integer::parseInt).toArray();
        boolean[] official = new boolean[size];
        for (int i = 0; i < size; i++) {
            official[i] = speaker[i] >= TRAINING_SPEAKERS;
        }
        Split split = Split.of(spec.parts(), new Split.Examples(table.source(), size, classes, speaker, official),
                randomness);
        return new SequencesDataset(sequences.features(), new Targets.Classes(classes, names), split, spec.steps(),
                table.sha256());
    }
}
