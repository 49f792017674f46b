package dev.unroll.datasets.recording;

import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.KindFactory;
import dev.unroll.datasets.sequences.SequencesDataset;
import dev.unroll.datasets.sequences.StoredFeatures;
import dev.unroll.datasets.sequences.Targets;
import dev.unroll.datasets.split.Split;
import dev.unroll.datasets.table.BundledTable;
import dev.unroll.datasets.table.Table;
import dev.unroll.random.Randomness;
import java.util.ArrayList;
import java.util.List;

/**
 * Which readings of a sensor node were taken while hot steam was blown at it: four nodes read humidity and temperature
 * every 5 seconds for 6 hours, 18,914 readings of which 149 are such events, 117 of node 1 (indoors) and 32 of node 4
 * (outdoors). Nodes 1 and 2 are for training and validation, 3 and 4 for the test, so the event must be known again in
 * other air. Rarely is anything asked: answering "none" is right for more than 99 %; {@code classWeights: balanced}
 * makes events count as much as the rest in training.
 */
public final class SensorEventsFactory extends KindFactory<SensorEventsSpec> {

    private static final List<String> FEATURES = List.of("humidity", "temperature_c");

    public SensorEventsFactory() {
        super("sensor-events", SensorEventsSpec.class,
                "Suthaharan et al. (2010), single-hop sensor network (ODC-By 1.0 / CC BY 4.0), by way of stdlib",
                "mark the 149 of 18,914 readings of humidity and temperature at which steam was blown at a sensor");
    }

    @Override
    public SequenceDataset create(SensorEventsSpec spec, Randomness randomness) {
        Table table = BundledTable.SENSORS.load();
        List<String> motes = table.texts("mote");
        double[] events = table.numbers("event");
        TableSequences sequences = new TableSequences(table, motes, FEATURES, spec.window());
        StoredFeatures features = sequences.features();
        Targets.Steps targets = new Targets.Steps() {
            @Override
            public List<String> names() {
                return List.of("none", "event");
            }

            @Override
            public void read(int example, int from, int steps, int[] classes, float[] weights, int at) {
                for (int t = 0; t < steps; t++) {
                    classes[at + t] = (int) events[sequences.firstRow(example) + from + t];
                    weights[at + t] = 1;
                }
            }
        };
        int size = features.size();
        int[] eventful = new int[size];
        boolean[] official = new boolean[size];
        List<String> moteOf = new ArrayList<>(sequences.firsts(motes));
        for (int i = 0; i < size; i++) {
            official[i] = moteOf.get(i).compareTo("3") >= 0;
            for (int t = 0; t < features.length(i); t++) {
                eventful[i] = Math.max(eventful[i], (int) events[sequences.firstRow(i) + t]);
            }
        }
        Split split = Split.of(spec.parts(), new Split.Examples(table.source(), size, eventful, null, official),
                randomness);
        return new SequencesDataset(features, targets, split, spec.steps(), table.sha256());
    }
}
