package dev.unroll.run;

import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.ExperimentSpec.ModelEntry;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.ResolvedSpec;
import dev.unroll.experiment.Settlement;
import dev.unroll.experiment.Settlement.Sized;
import dev.unroll.experiment.Settlement.Tuned;
import dev.unroll.experiment.Settlement.TuningTrial;
import dev.unroll.experiment.TrainingSpec;
import dev.unroll.run.ModelMatching.Matched;
import dev.unroll.training.StopSignal;
import dev.unroll.training.StoppedException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Settles what an experiment leaves open, sizes first, then settings of training, so that what is left is a list of
 * complete trials. A run folder that holds the same experiment, settled, is asked first: a search is made once, and a run
 * that goes on has the models that it began with.
 */
public final class OpenSettings {

    private final Kinds kinds;
    private final int jobs;
    private final StopSignal stop = new StopSignal();
    private final Consumer<String> progress;

    /**
     * @param jobs     searches at the same time; changes nothing in what is found
     * @param progress told now and then, in a few words, what is being done
     */
    public OpenSettings(Kinds kinds, int jobs, Consumer<String> progress) {
        this.kinds = kinds;
        this.jobs = jobs;
        this.progress = progress;
    }

    /** Asks, from any thread, for an end. */
    public void stop() {
        stop.request();
    }

    /**
     * The experiment with nothing left open; itself if nothing was.
     *
     * @return empty if it was stopped before
     * @throws dev.unroll.dataset.DataException if the data cannot be used
     * @throws IllegalArgumentException         if a model cannot be sized or a dataset has nothing to be tuned on
     */
    public Optional<ExperimentSpec> settled(ExperimentSpec spec, RunFolder folder) {
        if (spec.match() == null && spec.tune() == null) {
            return Optional.of(spec);
        }
        String asked = ResolvedSpec.of(spec).hash();
        if (Files.isRegularFile(folder.resolvedSpec())) {
            ExperimentSpec earlier = ResolvedSpec.read(folder.resolvedSpec(), kinds);
            if (earlier.settlement() != null && earlier.settlement().askedHash().equals(asked)) {
                return Optional.of(earlier);
            }
        }
        List<PreparedDataset> datasets = spec.datasets().stream()
                .map(entry -> PreparedDataset.of(entry, kinds.datasets().get(entry.kind()), spec.dataSeed())).toList();
        List<Sized> sizes = new ArrayList<>();
        ExperimentSpec sized;
        try {
            sized = sized(spec, datasets, sizes);
        } catch (StoppedException e) {
            return Optional.empty();
        }
        List<Tuned> tuned = new ArrayList<>();
        List<ModelEntry> models = sized.models();
        if (spec.tune() != null) {
            Optional<List<ModelEntry>> found = tuned(sized, datasets, tuned);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            models = found.get();
        }
        return Optional.of(sized.with(models, new Settlement(asked, sizes, tuned)));
    }

    /**
     * The experiment with its models at their sizes, for looking ahead; settings of training stay open.
     *
     * @throws IllegalArgumentException if a model cannot be sized
     * @throws StoppedException         if a stop was requested before the end
     */
    ExperimentSpec sized(ExperimentSpec spec, List<PreparedDataset> datasets, List<Sized> sizes) {
        if (spec.match() == null) {
            return spec;
        }
        progress.accept("sizing models");
        List<ModelEntry> models = new ArrayList<>();
        for (Matched matched : new ModelMatching(spec, kinds, datasets, stop).models()) {
            models.add(matched.model());
            if (matched.sized() != null) {
                sizes.add(matched.sized());
            }
        }
        return spec.with(models, null);
    }

    private record Piece(int dataset, int model) {
    }

    private Optional<List<ModelEntry>> tuned(ExperimentSpec spec, List<PreparedDataset> datasets, List<Tuned> tuned) {
        TrainingSearch search = new TrainingSearch(spec, kinds, stop);
        List<Piece> pieces = new ArrayList<>();
        for (int d = 0; d < datasets.size(); d++) {
            for (int m = 0; m < spec.models().size(); m++) {
                pieces.add(new Piece(d, m));
            }
        }
        ConcurrentHashMap<Piece, TrainingSearch.Found> found = new ConcurrentHashMap<>();
        AtomicInteger next = new AtomicInteger();
        TrialPool.run(Math.min(jobs, pieces.size()), stop, () -> {
            int index = next.getAndIncrement();
            return index < pieces.size() ? Optional.of(pieces.get(index)) : Optional.empty();
        }, piece -> {
            ModelEntry model = spec.models().get(piece.model());
            PreparedDataset dataset = datasets.get(piece.dataset());
            progress.accept("tuning " + model.name() + " on " + dataset.entry().name());
            TrainingSearch.Found its = search.search(piece.dataset(), dataset, model);
            TuningTrial best = its.tuned().best();
            if (best.validationLoss() == null) {
                progress.accept("tuning " + model.name() + " on " + dataset.entry().name() + " found nothing that trains:"
                        + " all diverged or failed; its trials use " + best.settings() + ", of which is known: "
                        + best.reason());
            }
            found.put(piece, its);
        });
        if (found.size() < pieces.size()) {
            return Optional.empty();
        }
        pieces.forEach(piece -> tuned.add(found.get(piece).tuned()));
        List<ModelEntry> models = new ArrayList<>();
        for (int m = 0; m < spec.models().size(); m++) {
            List<TrainingSpec> training = new ArrayList<>();
            for (int d = 0; d < datasets.size(); d++) {
                training.add(found.get(new Piece(d, m)).training());
            }
            ModelEntry model = spec.models().get(m);
            models.add(new ModelEntry(model.name(), model.kind(), model.spec(), training));
        }
        return Optional.of(models);
    }
}
