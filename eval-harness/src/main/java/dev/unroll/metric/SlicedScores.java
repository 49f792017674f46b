package dev.unroll.metric;

import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.dataset.TargetSlice;
import dev.unroll.model.Predictions;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@link Scores} of a part of a dataset: whole, in each of its {@linkplain SequenceDataset#slices slices}, and of each of
 * the {@linkplain SequenceDataset#targetSlices slices of its target}.
 */
public final class SlicedScores {

    private final SequenceDataset dataset;
    private final Part part;
    private final List<String> names;
    private final Scores whole;
    private final Scores[] slices;
    private final List<TargetSlice> targetSlices;
    private final List<Scores> ofTarget = new ArrayList<>();

    public SlicedScores(Task task, SequenceDataset dataset, Part part) {
        this.dataset = dataset;
        this.part = part;
        names = dataset.slices();
        whole = Scores.of(task, dataset.units(), dataset.validTime());
        slices = new Scores[names.size()];
        for (int i = 0; i < slices.length; i++) {
            slices[i] = Scores.of(task, dataset.units(), dataset.validTime());
        }
        targetSlices = dataset.targetSlices();
        targetSlices.forEach(slice -> ofTarget.add(Scores.of(task, dataset.units(), slice)));
    }

    /**
     * Adds a batch.
     *
     * @param from    index in the part of the batch's first example; the others follow
     * @param batch   with targets
     * @param outputs for it, of a model or of a baseline
     */
    public void add(int from, SequenceBatch batch, Predictions outputs) {
        whole.add(batch, outputs);
        ofTarget.forEach(scores -> scores.add(batch, outputs));
        for (int b = 0; b < batch.size() && slices.length > 0; b++) {
            int slice = dataset.slice(part, from + b);
            if (slice >= 0) {
                slices[slice].add(batch, outputs, b);
            }
        }
    }

    public Scores whole() {
        return whole;
    }

    /** Metrics by name for each slice that has a target in the part, in the dataset's order, its target's behind. */
    public Map<String, Map<String, Double>> slices() {
        Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
        for (int i = 0; i < slices.length; i++) {
            if (!slices[i].empty()) {
                metrics.put(names.get(i), slices[i].metrics());
            }
        }
        for (int i = 0; i < targetSlices.size(); i++) {
            if (!ofTarget.get(i).empty()) {
                metrics.put(targetSlices.get(i).name(), ofTarget.get(i).metrics());
            }
        }
        return metrics;
    }
}
